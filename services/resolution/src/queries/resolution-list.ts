import type { DataSource } from 'typeorm';
import { RESOLUTION_LIFECYCLE, type ComplaintFacts, type Resolution, type ResolutionStatus } from '../domain/resolution.js';

/** The statuses that one can look for. */
export const RESOLUTION_STATUSES = Object.keys(RESOLUTION_LIFECYCLE) as ResolutionStatus[];

/** One line of the list. */
export type ResolutionLine = Pick<
  Resolution,
  'complaintId' | 'version' | 'status' | 'cycle' | 'stage' | 'agentId' | 'decision' | 'causeCode' | 'openedAt' | 'proposedAt' | 'closedAt'
> &
  Pick<ComplaintFacts, 'kind' | 'product' | 'priority' | 'needsCare'>;

export interface ResolutionSearch {
  status?: ResolutionStatus;
  /** Only complaints registered before this one. */
  before?: string;
  limit: number;
}

const LINES = `
  select complaint_id as "complaintId", version, status, cycle, stage, agent_id as "agentId", decision, cause_code as "causeCode",
    opened_at as "openedAt", proposed_at as "proposedAt", closed_at as "closedAt",
    facts ->> 'kind' as kind, facts ->> 'product' as product, facts ->> 'priority' as priority, (facts -> 'needsCare')::boolean as "needsCare"
  from resolution`;

/** Resolutions, latest registered complaint first; one more than the limit when there are more. */
export function resolutionList(db: DataSource, { status, before, limit }: ResolutionSearch): Promise<ResolutionLine[]> {
  const conditions = ['facts is not null'];
  const values: unknown[] = [limit + 1];
  if (status !== undefined) conditions.push(`status = $${values.push(status)}`);
  if (before !== undefined) conditions.push(`complaint_id < $${values.push(before)}`);
  return db.query(`${LINES} where ${conditions.join(' and ')} order by complaint_id desc limit $1`, values);
}
