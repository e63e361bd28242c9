import { setTimeout as sleep } from 'node:timers/promises';
import { Refused, type Api, type Registered } from './api.js';
import { stepsLeft, type ResolutionState } from './progress-of-handling.js';
import { ARCHIVE, SUPERVISOR } from './staffing.js';
import type { Step, StoryComplaint } from './story-complaint.js';
import type { Person } from './tokens.js';

/** What happened to the counts of the loop through this player, so that it knows what to wait for. */
export interface Ledger {
  closed: number;
}

/** A complaint as the player knows it from its registration on. */
export interface Playing {
  story: StoryComplaint;
  registered: Registered;
  /** Responsible in this cycle; read when the first step needs it. */
  agent?: Person;
  /** Steps still to be played, in order. */
  left: Step[];
}

const PATH: Record<string, string> = {
  find: 'findings',
  message: 'messages',
  propose: 'proposals',
  accept: 'acceptance',
  decline: 'decline',
  close: 'closure',
  reopen: 'reopening',
};
const OPENS_WITHIN_MS = 180_000;
const SECOND_MESSAGE_AFTER_MS = 120;

/** Registers a complaint at its moment; one that the loop knows already is taken up where it stands. */
export async function beginComplaint(api: Api, story: StoryComplaint, agents: ReadonlyMap<string, Person>): Promise<Playing> {
  const { told, occurredAt, registeredAt, sentTwice } = story;
  const recorder = told.channel === 'phone' || told.channel === 'in-person' ? firstOf(agents) : ARCHIVE;
  const send = () => api.register({ ...told, occurredAt: occurredAt.toISOString() }, { as: recorder, at: registeredAt, key: told.externalId });
  const again = sentTwice ? sleep(SECOND_MESSAGE_AFTER_MS).then(send) : undefined;
  const registered = await send();
  const second = await again;
  if (second && second.complaintId !== registered.complaintId) throw new Error(`${told.externalId} was sent twice and became two complaints.`);

  const playing: Playing = { story, registered, left: [...story.steps] };
  if (registered.status === 'withdrawn') playing.left = [];
  else if (!registered.isNew && playing.left.length > 0) {
    const state = await api.resolution(registered.complaintId, ARCHIVE);
    playing.left = stepsLeft(story.steps, state);
  }
  return playing;
}

/** Plays the steps of one complaint up to a moment, in their order. */
export async function playUntil(api: Api, playing: Playing, until: Date, agents: ReadonlyMap<string, Person>, ledger: Ledger): Promise<void> {
  while (playing.left.length > 0 && playing.left[0]!.at < until) {
    const step = playing.left[0]!;
    await playStep(api, playing, step, agents);
    playing.left.shift();
    if (playing.story.told.kind !== 'complaint') continue;
    if (step.do === 'close') ledger.closed += 1;
    if (step.do === 'reopen') ledger.closed -= 1;
  }
}

async function playStep(api: Api, playing: Playing, step: Step, agents: ReadonlyMap<string, Person>): Promise<void> {
  const { complaintId } = playing.registered;
  if (step.do !== 'withdraw') playing.agent ??= await responsible(api, complaintId, agents);
  const as = step.do === 'propose' && step.by === 'supervisor' ? SUPERVISOR : (playing.agent ?? SUPERVISOR);
  const act = { as, at: step.at, key: `${playing.story.told.externalId}.${playing.story.steps.indexOf(step)}` };
  const answer = step.do === 'withdraw' ? await api.withdraw(complaintId, act) : await api.handle(complaintId, PATH[step.do]!, act, bodyOf(step));
  if (answer.status < 300) return;
  // The answer to an earlier sending may have been lost: what counts is whether it was done.
  if (answer.status === 409 || answer.status === 412) {
    const state = await api.resolution(complaintId, ARCHIVE);
    if (step.do === 'withdraw' ? await isWithdrawn(api, complaintId) : isDone(playing, step, state)) return;
  }
  throw new Refused({ method: 'POST', path: `/v1/…/${complaintId} (${playing.story.told.externalId}, ${step.do})` }, answer);
}

/** Waits until somebody is responsible, and says who. */
async function responsible(api: Api, complaintId: string, agents: ReadonlyMap<string, Person>): Promise<Person> {
  const givesUpAt = Date.now() + OPENS_WITHIN_MS;
  for (let pause = 40; Date.now() < givesUpAt; pause = Math.min(pause * 1.6, 500)) {
    const state = await api.resolution(complaintId, ARCHIVE);
    if (state) return agents.get(state.agentId ?? '') ?? SUPERVISOR;
    await sleep(pause);
  }
  throw new Error(`Nobody became responsible for complaint ${complaintId} within three minutes: see GET /v1/queue.`);
}

function isDone(playing: Playing, step: Step, state: ResolutionState | undefined): boolean {
  return state !== undefined && !stepsLeft(playing.story.steps, state).includes(step);
}

async function isWithdrawn(api: Api, complaintId: string): Promise<boolean> {
  return (await api.get(`/v1/complaints/${complaintId}`, ARCHIVE)).status === 'withdrawn';
}

function bodyOf(step: Step): object {
  switch (step.do) {
    case 'find':
    case 'message':
      return { text: step.text };
    case 'propose':
      return { decision: step.decision, reasons: step.reasons, redress: step.redress };
    case 'decline':
    case 'reopen':
      return { reason: step.reason };
    case 'close':
      return { causeCode: step.causeCode, causeNote: step.causeNote };
    default:
      return {};
  }
}

function firstOf(agents: ReadonlyMap<string, Person>): Person {
  return [...agents.values()].toSorted((a, b) => (a.subject < b.subject ? -1 : 1))[0] ?? ARCHIVE;
}
