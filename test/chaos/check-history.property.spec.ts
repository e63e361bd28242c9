import fc from 'fast-check';
import { draftOf, Run } from './a-run.js';
import { checkHistory } from './check-history.js';
import type { History, HistoryNote } from './history.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const options = { seed, numRuns: 300 };

type Step = { key: 'a' | 'b' | 'c' | 'd'; resend: boolean; late: boolean };
const steps = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), resend: fc.boolean(), late: fc.boolean() }), {
  minLength: 4,
  maxLength: 25,
});

/** Any interleaving that is allowed: late senders, events that are sent again after later ones, groups that lag behind. */
function legal(script: readonly Step[]): History {
  const run = new Run();
  const unsent = new Map<string, HistoryNote[]>();
  const sent: HistoryNote[] = [];
  const flush = (key: string): void => {
    for (const event of unsent.get(key) ?? []) sent.push(run.sent(event));
    unsent.delete(key);
  };
  for (const { key, resend, late } of script) {
    unsent.set(key, [...(unsent.get(key) ?? []), run.emitted('intake', key, 'said.v1')]);
    if (!late) flush(key);
    if (resend) for (const event of sent.filter((one) => one.key === key).slice(-2)) run.sent(event);
  }
  for (const key of [...unsent.keys()]) flush(key);
  for (const event of sent) run.followed(event);
  return run.history();
}

type Draft = ReturnType<typeof draftOf>;

/** Single faults of a system; each answers whether there was anything to spoil. */
const FAULTS: Readonly<Record<string, (history: Draft, at: number) => boolean>> = {
  'an effect is lost': (history, at) => {
    const applied = history.notes.filter(({ kind }) => kind === 'applied');
    history.notes.splice(history.notes.indexOf(applied[at % applied.length]!), 1);
    return true;
  },
  'an effect happens twice': (history, at) => {
    const applied = history.notes.filter(({ kind }) => kind === 'applied');
    return history.notes.push({ ...applied[at % applied.length]!, seq: 1_000_000 }) > 0;
  },
  'an event is lost on its way': (history, at) => {
    const { eventId } = history.log[at % history.log.length]!;
    history.log = history.log.filter((record) => record.eventId !== eventId);
    return true;
  },
  'an event disappears from the outbox before it was noted': (history, at) => {
    const emitted = history.notes.filter(({ kind }) => kind === 'emitted');
    history.notes.splice(history.notes.indexOf(emitted[at % emitted.length]!), 1);
    return true;
  },
  'two effects of a key change places': (history, at) =>
    swap(
      history.notes.filter(({ handler, source }) => handler === 'improvement.count' && source === 'intake'),
      at,
      'seq',
    ),
  'two records of a key change places': (history, at) => {
    const first = history.log.filter(
      (record, i) => record.source === 'intake' && history.log.findIndex(({ eventId }) => eventId === record.eventId) === i,
    );
    return swap(first, at, 'offset');
  },
};

function swap<T extends { key: string; eventId: string }>(rows: readonly T[], at: number, field: keyof T): boolean {
  const one = rows[at % rows.length]!;
  const other = rows.find((row) => row.key === one.key && row.eventId !== one.eventId);
  if (!other) return false;
  [one[field], other[field]] = [other[field], one[field]];
  return true;
}

describe(`the checker on random histories (SEED=${seed})`, () => {
  it('accepts every legal one', () => {
    fc.assert(
      fc.property(steps, (script) => expect(checkHistory(legal(script))).toEqual([])),
      options,
    );
  });

  it.each(Object.keys(FAULTS))('catches a single fault: %s', (name) => {
    const check = fc.property(steps, fc.nat(), (script, at) => {
      const history = draftOf(legal(script));
      fc.pre(FAULTS[name]!(history, at));
      expect(checkHistory(history)).not.toEqual([]);
    });
    fc.assert(check, options);
  });

  describe('I7 other keys go on past a poison', () => {
    const PATIENCE = 1_000;
    /** Every handler was that late in applying what came to these partitions from a moment on, and the first event of the partition is a poison. */
    const heldUp = (script: readonly Step[], partitions: readonly number[], ms: number): Draft => {
      const history = draftOf(legal(script));
      const partitionOf = new Map(history.log.map(({ eventId, partition }) => [eventId, partition]));
      for (const note of history.notes)
        if (note.kind === 'applied' && note.source === 'intake' && partitions.includes(partitionOf.get(note.eventId)!)) note.at += ms;
      const poison = history.log.find(({ topic, partition }) => topic === 'intake.events' && partitions.includes(partition));
      if (poison) history.poisons.push({ handler: 'improvement.count', eventId: poison.eventId });
      history.patienceMs = PATIENCE;
      return history;
    };
    const i7 = (history: Draft): string[] => checkHistory(history).flatMap(({ invariant, what }) => (invariant === 'I7' ? [what] : []));

    it('is never broken by what holds up everybody', () => {
      fc.assert(
        fc.property(steps, fc.nat({ max: 10 * PATIENCE }), (script, ms) => expect(i7(heldUp(script, [0, 1], ms))).toEqual([])),
        options,
      );
    });

    it('is broken when only the partition of the poison stands still, and another key is behind it', () => {
      const check = fc.property(steps, (script) => {
        const history = heldUp(script, [1], 10 * PATIENCE);
        const said = history.log.filter(({ topic }) => topic === 'intake.events');
        const poison = said.find(({ partition }) => partition === 1);
        const behind = said.find(({ partition, key }) => partition === 1 && key !== poison?.key);
        fc.pre(behind !== undefined && said.some(({ partition, at }) => partition === 0 && at > behind.at));
        expect(i7(history)).toHaveLength(1);
      });
      fc.assert(check, options);
    });
  });
});
