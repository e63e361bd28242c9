import { stepsLeft, type ResolutionState } from './progress-of-handling.js';
import type { Step } from './story-complaint.js';

const at = new Date('2025-05-05T10:00:00Z');
const propose = { do: 'propose', decision: 'upheld', reasons: 'so', redress: [], at } as const;
const steps: Step[] = [
  { do: 'message', text: 'hello', at },
  propose,
  { do: 'decline', reason: 'no', at },
  propose,
  { do: 'accept', at },
  { do: 'close', causeCode: 'x', at },
  { do: 'reopen', reason: 'again', at },
  propose,
  { do: 'close', causeCode: 'x', at },
];
const state = (status: ResolutionState['status'], cycle = 1, stage = 0, said: string[] = []): ResolutionState => ({
  ...{ status, cycle, stage, agentId: 'a', findings: [] },
  messages: said.map((text) => ({ cycle: 1, text })),
});
const left = (reached?: ResolutionState) => stepsLeft(steps, reached).map((step) => step.do);

it('leaves everything when nobody is responsible yet', () => expect(left()).toHaveLength(9));

it.each([
  ['just opened', state('investigating'), 9],
  ['the message was sent', state('investigating', 1, 0, ['hello']), 8],
  ['a decision was told', state('proposed', 1, 1, ['hello']), 7],
  ['it was declined', state('declined', 1, 1, ['hello']), 6],
  ['the second decision was told', state('proposed', 1, 2, ['hello']), 5],
  ['it was accepted', state('accepted', 1, 2, ['hello']), 4],
  ['it was closed', state('closed', 1, 2, ['hello']), 3],
  ['it was reopened', state('investigating', 2, 0, ['hello']), 2],
  ['it was closed again', state('closed', 2, 1, ['hello']), 0],
  ['it was withdrawn', state('withdrawn'), 0],
] as const)('does only what is left when %s', (_, reached, count) => expect(left(reached)).toHaveLength(count));
