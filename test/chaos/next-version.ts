import { ComplaintClosed, wireTypeOf } from '#libs/contracts';

/** The event as the next build of a rolling deploy puts it on the wire. */
export const NEXT_CLOSED = wireTypeOf(ComplaintClosed.type, ComplaintClosed.version + 1);

/** The type by which the checker knows an event, whichever build sent or read it. */
export const asReleased = (type: string): string => (type === NEXT_CLOSED ? ComplaintClosed.wireType : type);
