import type { EntityManager } from 'typeorm';

/** Who decides about events that are stuck, and why. */
export interface Decision {
  actor: string;
  why?: string;
  /** Only says what would happen. */
  dryRun?: boolean;
}

/** What was decided about which events. */
export interface AuditEntry {
  /** The events could not be applied, or the log did not take them. */
  queue: 'parked' | 'refused';
  action: 'redrive' | 'discard';
  selection: object;
  keys: number;
  eventIds: readonly string[];
}

/** Writes down, for ever, who decided what. */
export async function audit(tx: EntityManager, { actor, why }: Decision, { queue, action, selection, keys, eventIds }: AuditEntry): Promise<void> {
  await tx.query(`insert into redrive_audit (queue, actor, action, selection, why, keys, event_ids) values ($1, $2, $3, $4, $5, $6, $7)`, [
    queue,
    actor,
    action,
    JSON.stringify(selection),
    why ?? null,
    keys,
    eventIds,
  ]);
}
