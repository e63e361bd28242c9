import { patienceOf } from './patience.js';

/** Lets something take so long, many times, and counts how often it was asked for too early. */
function tooEarly(takesMs: number, times: number): { early: number; lastWait: number } {
  const patience = patienceOf(400);
  let early = 0;
  let waited = 0;
  for (let time = 0; time < times; time += 1) {
    for (waited = patience.forFirstTry(); waited < takesMs; waited += patience.forNextTry()) early += 1;
    patience.learn(waited);
  }
  return { early, lastWait: waited };
}

it.each([80, 400, 2_000])('hardly asks too early when it takes %i ms, and does not wait much longer', (takesMs) => {
  const { early, lastWait } = tooEarly(takesMs, 500);
  expect(early).toBeLessThan(100);
  expect(lastWait).toBeLessThan(takesMs * 2.2);
});
