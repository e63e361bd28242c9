import { setTimeout as sleep } from 'node:timers/promises';
import { Refused, type Api } from './api.js';
import { at, minutesAfter, addDays, type Day } from './calendar.js';
import { daysOf, type Row } from './file-rows.js';
import type { Answer } from './http.js';
import { limitTo } from './pool.js';
import { patienceOf, type Patience } from './patience.js';
import type { Progress } from './progress.js';
import { causesRecorded, standingStill } from './settle.js';
import { ARCHIVE, FILE_TEAMS, staff, SUPERVISOR } from './staffing.js';
import type { Language } from './texts/cause-texts.js';

/** Requests at the same time, and complaints begun ahead of the day that is being closed. */
export const AT_ONCE = 24;
const AHEAD = 240;
const OPENS_WITHIN_MS = 180_000;

const REASONS: Record<Language, string> = {
  ko: '기록에서 옮긴 불만입니다. 당시의 처리를 그대로 인정합니다.',
  en: 'Taken over from the records: the complaint was upheld.',
  te: 'పాత రికార్డుల నుంచి తీసుకున్న ఫిర్యాదు: అంగీకరించబడింది.',
};

/** A complaint of the file that is registered and decided, and waits for its day to be closed. */
interface Begun {
  row: Row;
  complaintId: string;
  isClosed: boolean;
}

/**
 * Plays real complaints: registered, decided and closed on their day, then the day is judged.
 * Registering runs ahead of closing, because only closings teach causes: so the loop always has something to do.
 */
export async function playFile(api: Api, rows: readonly Row[], progress: Progress): Promise<void> {
  await staff(api, FILE_TEAMS);
  let recorded = (await standingStill(api)).causesRecorded;
  const inTurn = limitTo(AT_ONCE);
  const ahead = beginAhead(api, rows, { inTurn, patience: patienceOf(400) });

  let next = 0;
  for (const day of daysOf(rows)) {
    const today: Promise<boolean>[] = [];
    for (; next < rows.length && rows[next]!.day === day; next += 1) {
      today.push(ahead.take(next).then((begun) => inTurn(() => close(api, begun)).finally(() => progress.advance(1))));
    }
    const closedNow = (await Promise.all(today)).filter(Boolean).length;
    recorded = await causesRecorded(api, recorded + closedNow);
    await api.review(day, SUPERVISOR);
  }
}

/** What all complaints of a file share: the places to work at, and how long the loop needs until somebody is responsible. */
interface Desk {
  inTurn: ReturnType<typeof limitTo>;
  patience: Patience;
}

/** Begins complaints in order, always so many ahead of the last one taken. */
function beginAhead(api: Api, rows: readonly Row[], desk: Desk) {
  const begun: (Promise<Begun> | undefined)[] = [];
  let started = 0;
  return {
    take(index: number): Promise<Begun> {
      for (; started < Math.min(rows.length, index + AHEAD); started += 1) {
        const one = begin(api, rows[started]!, desk);
        one.catch(() => undefined); // its failure is met when its turn comes
        begun[started] = one;
      }
      const taken = begun[index]!;
      begun[index] = undefined;
      return taken;
    },
  };
}

async function begin(api: Api, row: Row, desk: Desk): Promise<Begun> {
  const { inTurn } = desk;
  const { id, occurredAt, product, text, language } = row;
  const told = { channel: 'api', externalId: id, kind: 'complaint', text, product, category: 'other', language } as const;
  const act = { as: ARCHIVE, at: occurredAt };
  const { complaintId, isNew } = await inTurn(() => api.register({ ...told, occurredAt: occurredAt.toISOString() }, act));
  const known = isNew ? undefined : await inTurn(() => api.resolution(complaintId, ARCHIVE));
  const isClosed = known?.status === 'closed' || known?.status === 'withdrawn';
  if (!known || known.status === 'investigating') await decide(api, complaintId, row, desk);
  return { row, complaintId, isClosed };
}

/** Tells the decision once somebody is responsible; until then the loop answers that there is nothing to decide. */
async function decide(api: Api, complaintId: string, row: Row, { inTurn, patience }: Desk): Promise<void> {
  const act = { as: ARCHIVE, at: within(row.day, minutesAfter(row.occurredAt, 20)) };
  const body = { decision: 'upheld', reasons: REASONS[row.language], redress: [] };
  const registeredAt = Date.now();
  for (let pause = patience.forFirstTry(); ; pause = patience.forNextTry()) {
    await sleep(pause);
    const answer = await inTurn(() => api.handle(complaintId, 'proposals', act, body));
    const waited = Date.now() - registeredAt;
    if (answer.status === 404 && waited > OPENS_WITHIN_MS)
      throw new Error(`Nobody became responsible for ${row.id} within three minutes: see GET /v1/queue.`);
    if (answer.status === 404) continue;
    patience.learn(waited);
    if (answer.status < 300 || (answer.status === 409 && (await api.resolution(complaintId, ARCHIVE))?.status !== 'investigating')) return;
    throw refused(row, 'decided', answer);
  }
}

/** Closes it with its cause; false when another run has done that, an earlier one or one beside this. */
async function close(api: Api, { row, complaintId, isClosed }: Begun): Promise<boolean> {
  if (isClosed) return false;
  const act = { as: ARCHIVE, at: within(row.day, minutesAfter(row.occurredAt, 40)) };
  const answer = await api.handle(complaintId, 'closure', act, { causeCode: row.cause });
  if (answer.status < 300) return true;
  if (answer.status === 409 && (await api.resolution(complaintId, ARCHIVE))?.status === 'closed') return answer.sendings > 1;
  throw refused(row, 'closed', answer);
}

/** Handling stays on the day of the data, however late on it the complaint came. */
function within(day: Day, moment: Date): Date {
  const end = at(addDays(day, 1), 0).getTime() - 1;
  return moment.getTime() <= end ? moment : new Date(end);
}

function refused(row: Row, deed: string, answer: Answer): Refused {
  return new Refused({ method: 'POST', path: `${row.id} could not be ${deed}; it` }, answer);
}
