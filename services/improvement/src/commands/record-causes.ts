import { CauseRecorded } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import type { EntityManager } from 'typeorm';
import { causeOf, recordAgain, recordFirst, type CauseRecord } from '../domain/cause-record.js';
import { heardClosed, unheardOf, type Beginning, type ComplaintFact } from '../domain/complaint-fact.js';
import { tallyChanges } from '../domain/complaint-tally.js';
import type { Rules } from '../domain/rules.js';
import { countChanges, keyOf } from '../domain/series.js';
import { keepReplaced, recordsOf, writeRecords } from '../store/cause-records.js';
import { lockSeries } from '../store/cause-series.js';
import { readFacts, writeFacts } from '../store/complaint-facts.js';
import { lockStream } from '../store/stream-lock.js';
import { companiesBefore, countsBefore, openWhatRecurs, suspicions, type Recorded } from './judge-recorded.js';

export type { Rules };

/** What the closing of a complaint tells improvement. */
export interface Closing extends Beginning {
  complaintId: string;
  cycle: number;
  causeCode?: string;
  causeBy?: 'agent' | 'rule';
  closedAt: Date;
}

/** A closing, and the work in which its cause is told. */
export interface HeardClosing {
  work: Work;
  closing: Closing;
}

/** A closing with what is known of its complaint before and after it. */
interface Noted {
  closing: Closing;
  before: ComplaintFact;
  after: ComplaintFact;
  /** This cycle's closing was not heard before, nor a later one's. */
  isNews: boolean;
}

/**
 * Keeps the one cause that each closed complaint teaches, and opens a problem when it is one too many. The closings are of
 * different complaints; what is stored and told is the same as if they came one by one in this order.
 */
export async function recordCauses(tx: EntityManager, heard: readonly HeardClosing[], rules: Rules): Promise<void> {
  const ids = heard.map(({ closing }) => closing.complaintId);
  const [, known] = await Promise.all([lockStream(tx), readFacts(tx, ids)]);
  const noted = heard.map(({ work, closing }, index) => ({ work, ...note(closing, known[index]) }));
  const teaching = noted.filter(({ closing, isNews }) => isNews && closing.kind === 'complaint');
  if (teaching.length === 0) return writeNoted(tx, noted);

  const causes = teaching.map(({ closing }) => causeOf(closing));
  const again = teaching.filter(({ before }) => before.hasCause).map(({ before }) => before.complaintId);
  const [, locked, olds, counts] = await Promise.all([
    writeNoted(tx, noted),
    lockSeries(tx, causes),
    recordsOf(tx, again),
    countsBefore(tx, causes, rules.recurrence),
  ]);
  const oldOf = new Map(olds.map((old) => [old.complaintId, old]));
  const all = teaching.map((each) => record(each, oldOf.get(each.before.complaintId)));
  const suspected = suspicions(all, counts, new Map(locked.map((series) => [keyOf(series), series])), rules.recurrence);

  const [companies] = await Promise.all([companiesBefore(tx, all, suspected, rules.recurrence), writeRecorded(tx, all)]);
  for (const { work, record, isNewCause } of all) if (isNewCause) work.emit(recordedEvent(record));
  await openWhatRecurs(all, suspected, companies, rules);
}

/** Notes closings whose causes are recorded already: only what is known of their complaints is built anew. */
export async function noteClosings(tx: EntityManager, closings: readonly Closing[]): Promise<void> {
  const ids = closings.map(({ complaintId }) => complaintId);
  const [, known] = await Promise.all([lockStream(tx), readFacts(tx, ids)]);
  await writeNoted(
    tx,
    closings.map((closing, index) => note(closing, known[index])),
  );
}

function note(closing: Closing, before = unheardOf(closing.complaintId)): Noted {
  const { kind, product, language, occurredAt, registeredAt, cycle, closedAt } = closing;
  const after = heardClosed(before, { kind, product, language, occurredAt, registeredAt, cycle, closedAt, hasCause: kind === 'complaint' });
  return { closing, before, after, isNews: cycle > before.closedCycle };
}

async function writeNoted(tx: EntityManager, noted: readonly Noted[]): Promise<void> {
  const ended = noted.filter(({ isNews }) => isNews);
  const cycles = ended.map(({ before: { complaintId, reopenedAt }, closing: { cycle, registeredAt, closedAt } }) => {
    return { complaintId, cycle, beganAt: cycle === 1 ? registeredAt : (reopenedAt ?? registeredAt), closedAt };
  });
  const facts = noted.map(({ after }) => after);
  await writeFacts(tx, facts, tallyChanges(noted), cycles);
}

/** A later cycle's closing changes the record of an earlier one; its past is kept. */
function record({ work, closing }: HeardClosing, old: CauseRecord | undefined): Recorded {
  const record = old ? recordAgain(old, causeOf(closing)) : recordFirst(work.newId(), closing);
  const isNewCause = !old || old.causeCode !== record.causeCode || old.product !== record.product;
  const replaced = old && { ...old, replacedAt: closing.closedAt };
  return { work, record, replaced, changes: countChanges(record, old), isNewCause };
}

async function writeRecorded(tx: EntityManager, all: readonly Recorded[]): Promise<void> {
  const records = all.map(({ record }) => record);
  const changes = all.flatMap((recorded) => recorded.changes);
  const replaced = all.flatMap((recorded) => recorded.replaced ?? []);
  await Promise.all([writeRecords(tx, records, changes), keepReplaced(tx, replaced)]);
}

function recordedEvent({ complaintId, causeCode, product, occurredAt, recordedAt }: CauseRecord): ReturnType<typeof CauseRecorded> {
  return CauseRecorded({ complaintId, causeCode, product, occurredAt: occurredAt.toISOString(), recordedAt: recordedAt.toISOString() });
}
