import type { EntityManager } from 'typeorm';

/** Where all complaints stand. `received = open + closed + withdrawn`, and every closed one has its cause. */
export interface Counts {
  received: number;
  open: number;
  closed: number;
  withdrawn: number;
  causesRecorded: number;
}

/** The counts of complaints (praise, questions and suggestions apart), from the running tally: cheap enough to be polled. */
export async function counts(tx: EntityManager): Promise<Counts> {
  const [row] = await tx.query(
    `select coalesce(sum(received), 0)::int as received, coalesce(sum(received - closed - withdrawn), 0)::int as open,
       coalesce(sum(closed), 0)::int as closed, coalesce(sum(withdrawn), 0)::int as withdrawn, coalesce(sum(causes), 0)::int as "causesRecorded"
     from complaint_tally where kind = 'complaint'`,
  );
  return row as Counts;
}
