import { notFound, notYours } from './errors.js';
import type { Resolution, Side } from './resolution.js';

/** Who asks: a member of staff with roles, or a customer whose session is for one complaint. */
export interface Acting {
  subject: string;
  roles: readonly string[];
  complaintId?: string;
  /** When it was, as an importer states it; absent when it is now. */
  now?: Date;
}

const FOR_EVERY_COMPLAINT = ['supervisor', 'admin', 'importer'];

/** Which side of the conversation somebody speaks for. */
export function sideOf(by: Acting): Side {
  return by.roles.includes('customer') ? 'customer' : 'staff';
}

/** May decide on any amount, and handle whatever complaint it is. */
export function actsForEveryone(by: Acting): boolean {
  return FOR_EVERY_COMPLAINT.some((role) => by.roles.includes(role));
}

/** Lets pass the responsible agent, whoever stands above, and customers for their own complaint; a foreign customer learns nothing. */
export function mustHandle({ complaintId, agentSubject }: Pick<Resolution, 'complaintId' | 'agentSubject'>, by: Acting): void {
  if (sideOf(by) === 'customer') {
    if (by.complaintId !== complaintId) throw notFound();
    return;
  }
  if (!actsForEveryone(by) && agentSubject !== by.subject) throw notYours();
}
