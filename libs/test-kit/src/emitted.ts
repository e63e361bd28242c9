import type { DataSource } from 'typeorm';

/** An event that waits in the outbox. */
export interface EmittedEvent {
  type: string;
  key: string;
  sequence: number;
  data: Record<string, unknown>;
}

/** What a service has to tell, in the order in which it was told; `of` picks one type, with its version (`complaint.closed.v1`). */
export async function emitted(db: DataSource, of?: string): Promise<EmittedEvent[]> {
  // Parts number their rows together: one identity column for the whole table.
  const rows: { type: string; key: string; sequence: number; payload: string }[] = await db.query(
    'select type, key, sequence, payload from outbox order by seq',
  );
  return rows
    .filter((row) => of === undefined || row.type === of)
    .map(({ payload, ...row }) => ({ ...row, sequence: Number(row.sequence), data: JSON.parse(payload) as Record<string, unknown> }));
}
