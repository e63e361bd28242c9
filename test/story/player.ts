import type { Api } from './api.js';
import { addDays, at, dayOf, everyDay, STORY } from './calendar.js';
import { engineer } from './engineering.js';
import { beginComplaint, playUntil, type Ledger, type Playing } from './play-complaint.js';
import { forEachAtOnce } from './pool.js';
import type { Progress } from './progress.js';
import { causesRecorded, standingStill } from './settle.js';
import { MOONLIGHT_TEAMS, staff, SUPERVISOR } from './staffing.js';
import type { StoryComplaint } from './story-complaint.js';

const AT_ONCE = 12;

/** What the customers of the story saw when they looked at their status page at its end. */
export interface Looked {
  person: string;
  reference: string;
}

/** Plays Moonlight's twenty weeks, day by day: engineering acts on yesterday's judgement, everybody does what they did that day, the day is judged. */
export async function playMoonlight(api: Api, stories: readonly StoryComplaint[], progress: Progress): Promise<Looked[]> {
  const agents = await staff(api, MOONLIGHT_TEAMS);
  const before = await standingStill(api);
  const ledger: Ledger = { closed: before.causesRecorded };
  const waiting = [...stories];
  const playing = new Set<Playing>();
  const looking: Playing[] = [];

  for (const day of everyDay(STORY.from, STORY.to)) {
    await engineer(api, day);
    const until = at(addDays(day, 1), 0);
    const today: (() => Promise<void>)[] = [];
    for (const one of playing) if (one.left[0]!.at < until) today.push(() => playUntil(api, one, until, agents, ledger));
    while (waiting.length > 0 && dayOf(waiting[0]!.registeredAt) === day) {
      const story = waiting.shift()!;
      today.push(async () => {
        const begun = await beginComplaint(api, story, agents);
        if (story.looksAtStatus) looking.push(begun);
        await playUntil(api, begun, until, agents, ledger);
        if (begun.left.length > 0) playing.add(begun);
        progress.advance(1);
      });
    }
    await forEachAtOnce(today, AT_ONCE, (work) => work());
    for (const one of playing) if (one.left.length === 0) playing.delete(one);

    ledger.closed = await causesRecorded(api, ledger.closed);
    await api.review(day, SUPERVISOR);
  }
  return lookAtStatus(api, looking);
}

async function lookAtStatus(api: Api, looking: readonly Playing[]): Promise<Looked[]> {
  const looked: Looked[] = [];
  for (const { story, registered } of looking) {
    const { reference } = await api.statusPage(registered.trackingToken);
    if (reference !== registered.reference) throw new Error(`The status page of ${registered.reference} shows ${reference}.`);
    looked.push({ person: story.person ?? story.told.externalId, reference });
  }
  return looked.toSorted((a, b) => (a.person < b.person ? -1 : 1));
}
