/** The event and its major version that a type on the wire names. */
export interface WireType {
  /** `complaint.closed` */
  type: string;
  /** Major version, from 1; absent when the text has none. */
  version?: number;
}

const WITH_MAJOR = /^(.+)\.v([1-9]\d{0,5})$/;

/** The type with its major version, as in the CloudEvents `type` attribute: `complaint.closed.v1`. */
export function wireTypeOf(type: string, version: number): string {
  return `${type}.v${version}`;
}

/** Takes `complaint.closed.v1` apart; a text without a major version is a type of its own. */
export function parseWireType(text: string): WireType {
  const match = WITH_MAJOR.exec(text);
  return match ? { type: match[1]!, version: Number(match[2]) } : { type: text };
}
