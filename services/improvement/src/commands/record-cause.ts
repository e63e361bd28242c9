import { CauseRecorded } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import { dayOf } from '../domain/calendar.js';
import { NOT_YET_KNOWN, recordAgain, type CauseRecord } from '../domain/cause-record.js';
import { heardClosed, tallyChanges, unheardOf, type Beginning, type ComplaintFact } from '../domain/complaint-fact.js';
import type { Rules } from '../domain/rules.js';
import { insertRecord, lockSeries } from '../store/cause-counts.js';
import { readFact, writeFact } from '../store/complaint-facts.js';
import { lockStream } from '../store/stream-lock.js';
import { changeRecord, recordOf } from '../store/changed-records.js';
import { openProblemFor, recurrenceReason } from './detect-recurrence.js';

export type { Rules };

/** What the closing of a complaint tells improvement. */
export interface Closing extends Beginning {
  complaintId: string;
  cycle: number;
  causeCode?: string;
  causeBy?: 'agent' | 'rule';
  closedAt: Date;
}

/** Keeps the one cause that a closed complaint teaches, and opens a problem when it is one too many. */
export async function recordCause(work: Work, closing: Closing, rules: Rules): Promise<void> {
  await lockStream(work.tx);
  const before = (await readFact(work.tx, closing.complaintId)) ?? unheardOf(closing.complaintId);
  const isNews = closing.cycle > before.closedCycle;
  await noteClosing(work, before, closing, isNews);
  if (closing.kind !== 'complaint' || !isNews) return;

  const { product, causeCode = NOT_YET_KNOWN } = closing;
  const series = await lockSeries(work.tx, { causeCode, product }, closing.closedAt);
  const recorded = before.hasCause ? await recordOnceMore(work, closing) : await recordFirst(work, closing);
  if (!recorded) return;
  const { complaintId, occurredAt, recordedAt } = recorded;
  work.emit(CauseRecorded({ complaintId, causeCode, product, occurredAt: occurredAt.toISOString(), recordedAt: recordedAt.toISOString() }));
  if (series.hasProblem || causeCode === NOT_YET_KNOWN) return;

  const { countedFrom } = series;
  const moment = { asOf: dayOf(recordedAt), at: recordedAt, time: 'during-day' } as const;
  const reason = await recurrenceReason(work, { causeCode, product, countedFrom }, moment, rules.recurrence);
  if (reason) await openProblemFor(work, { causeCode, product }, moment, reason, rules);
}

async function noteClosing(work: Work, before: ComplaintFact, closing: Closing, isNews: boolean): Promise<void> {
  const { kind, product, language, occurredAt, registeredAt, cycle, closedAt } = closing;
  const after = heardClosed(before, { kind, product, language, occurredAt, registeredAt, cycle, closedAt, hasCause: kind === 'complaint' });
  const beganAt = cycle === 1 ? registeredAt : (before.reopenedAt ?? registeredAt);
  await writeFact(work.tx, after, tallyChanges(before, after), isNews ? beganAt : null);
}

async function recordFirst(work: Work, { complaintId, causeCode, causeBy, product, cycle, occurredAt, closedAt }: Closing): Promise<CauseRecord> {
  const record: CauseRecord = {
    id: work.newId(),
    complaintId,
    causeCode: causeCode ?? NOT_YET_KNOWN,
    product,
    recordedBy: causeCode ? (causeBy ?? 'agent') : 'nobody',
    cycle,
    occurredAt,
    recordedAt: closedAt,
    version: 1,
  };
  await insertRecord(work.tx, record, dayOf(occurredAt), dayOf(closedAt));
  return record;
}

/** A later cycle was closed: the record follows it, its past is kept. Answers nothing when the cause stayed the same. */
async function recordOnceMore(work: Work, closing: Closing): Promise<CauseRecord | undefined> {
  const { causeCode = NOT_YET_KNOWN, product, cycle, closedAt } = closing;
  const recordedBy = closing.causeCode ? (closing.causeBy ?? 'agent') : 'nobody';
  const old = await recordOf(work.tx, closing.complaintId);
  const changed = recordAgain(old, { causeCode, product, recordedBy, cycle, recordedAt: closedAt });
  await changeRecord(work.tx, old, changed, closedAt);
  return old.causeCode === causeCode && old.product === product ? undefined : changed;
}
