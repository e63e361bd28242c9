import { allowedActions, NotFound } from '#libs/domain-kit';
import type { EntityManager } from 'typeorm';
import { COMPLAINT_LIFECYCLE, type Complaint } from '../domain/complaint.js';
import { isReference } from '../domain/reference.js';
import { NOT_YET_HANDLED, overallStatus, standingOf, type Handling, type OverallStatus } from '../domain/status-view.js';
import { ComplaintTable } from '../store/complaint.table.js';
import { HandlingTable } from '../store/handling.table.js';

/** Which complaints a list shows. */
export interface ComplaintFilter {
  status?: OverallStatus;
  kind?: string;
  product?: string;
  customerId?: string;
  colleague?: string;
  reference?: string;
}

const HANDLED = `c.id = h.complaint_id`;
// The same words as `overallStatus`, for the database.
const STATUS_SQL = `case when h.stage = 'closed' then 'closed'
  when c.status = 'withdrawn' and coalesce(h.reopened_at <= c.withdrawn_at, true) then 'withdrawn'
  when h.stage in ('decided', 'accepted') then 'decided' when coalesce(h.stage, 'waiting') in ('waiting', 'queued') then 'received' else 'in-progress' end`;

/** One complaint with where it stands; throws `NotFound`. */
export async function complaintById(tx: EntityManager, id: string): Promise<{ complaint: Complaint; handling: Handling }> {
  const complaint = await tx.findOneBy(ComplaintTable, { id });
  if (!complaint) throw new NotFound('complaint');
  return { complaint, handling: (await tx.findOneBy(HandlingTable, { complaintId: id })) ?? NOT_YET_HANDLED };
}

/** Up to `limit + 1` complaints, newest first, after the given (registration, id). */
export async function listComplaints(
  tx: EntityManager,
  filter: ComplaintFilter,
  after: readonly [registeredAt: string, id: string] | undefined,
  limit: number,
): Promise<{ complaint: Complaint; handling: Handling }[]> {
  const query = tx
    .createQueryBuilder(ComplaintTable, 'c')
    .leftJoinAndMapOne('c.handling', 'handling', 'h', HANDLED)
    .orderBy({ 'c.registeredAt': 'DESC', 'c.id': 'DESC' })
    .limit(limit + 1);
  if (filter.kind) query.andWhere('c.kind = :kind', filter);
  if (filter.product) query.andWhere('c.product = :product', filter);
  if (filter.customerId) query.andWhere('c.customerId = :customerId', filter);
  if (filter.colleague) query.andWhere('c.aboutColleague = :colleague', filter);
  if (filter.reference) query.andWhere('c.reference = :reference', { reference: asWritten(filter.reference) });
  if (filter.status) query.andWhere(`${STATUS_SQL} = :status`, filter);
  if (after) query.andWhere('(c.registeredAt, c.id) < (:at, :id)', { at: after[0], id: after[1] });
  const rows = (await query.getMany()) as (Complaint & { handling?: Handling })[];
  return rows.map((row) => ({ complaint: row, handling: row.handling ?? NOT_YET_HANDLED }));
}

/** What staff see of a complaint. */
export function complaintView({ complaint, handling }: { complaint: Complaint; handling: Handling }) {
  const { id, acknowledgedAt, withdrawnAt, occurredAt, registeredAt, ...rest } = complaint;
  return {
    ...rest,
    complaintId: id,
    status: overallStatus(complaint, handling),
    occurredAt: occurredAt.toISOString(),
    registeredAt: registeredAt.toISOString(),
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
    closedAt: handling.closedAt?.toISOString() ?? null,
    cycle: handling.cycle,
    agentId: handling.agentId,
    answerDueAt: handling.answerDueAt?.toISOString() ?? null,
    allowedActions: handling.stage === 'closed' ? [] : allowedActions(COMPLAINT_LIFECYCLE, standingOf(complaint, handling).status),
  };
}

/** A reference as it is stored, however it was typed; something that is none matches nothing. */
function asWritten(reference: string): string {
  const digits = reference.replace(/\D/g, '');
  return isReference(reference) ? `C-${digits.slice(0, 4)}-${digits.slice(4, 9)}-${digits.slice(9)}` : reference;
}
