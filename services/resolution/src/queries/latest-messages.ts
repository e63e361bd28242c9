import type { DataSource } from 'typeorm';
import type { Message } from '../domain/conversation.js';
import { MessageTable } from '../store/conversation.table.js';

/** Of anything that grows with the handling: more fits no screen. */
export const ENOUGH_FOR_A_SCREEN = 500;

/** The conversation as both sides read it, oldest first; of a very long one the latest part. */
export async function latestMessages(db: DataSource, complaintId: string): Promise<Message[]> {
  const latestFirst = await db.getRepository(MessageTable).find({ where: { complaintId }, order: { id: 'DESC' }, take: ENOUGH_FOR_A_SCREEN });
  return latestFirst.reverse();
}
