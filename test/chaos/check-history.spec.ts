import { DISCARDED } from '#libs/messaging';
import { draftOf, Run } from './a-run.js';
import { checkHistory, compareProjections } from './check-history.js';
import { printViolation } from './print-violation.js';

type Draft = ReturnType<typeof draftOf>;

/** Two keys of one partition, three things said about each, everything as promised. */
function aGoodRun(): Draft {
  const run = new Run();
  for (const key of ['a', 'c', 'a', 'c', 'a', 'c']) run.saysAndAllFollow(key);
  return draftOf(run.history());
}

const broken = (breakIt: (history: Draft) => void): [string, string][] => {
  const history = aGoodRun();
  breakIt(history);
  return checkHistory(history).map(({ invariant, what }) => [invariant, what]);
};
const remove = <T>(list: T[], which: (one: T) => boolean): void => void list.splice(list.findIndex(which), 1);
const isApplied = (handler: string, eventId: string) => (note: Draft['notes'][number]) => note.handler === handler && note.eventId === eventId;

it('finds nothing in a run that kept every promise', () => expect(checkHistory(aGoodRun())).toEqual([]));

it('finds nothing in a run that sent some events twice', () => {
  const run = new Run();
  const [one, two] = [run.emitted('intake', 'a', 'said.v1'), run.emitted('intake', 'a', 'said.v1')];
  for (const event of [one, two, one, two]) run.sent(event);
  for (const event of [one, two]) run.followed(event);
  expect(checkHistory(run.history())).toEqual([]);
});

it('finds nothing wrong with an event that a person gave up: its stand-in has its place', () => {
  const run = new Run();
  const [one, lost, three] = ['1', '2', '3'].map(() => run.emitted('intake', 'a', 'said.v1'));
  run.followed(run.sent(one!));
  run.sent({ ...lost!, type: DISCARDED });
  run.followed(run.sent(three!));
  expect(checkHistory(run.history())).toEqual([]);
});

describe('I1 an event exists if and only if its state change is committed', () => {
  it('misses the event of a change', () => {
    const found = broken((history) => (history.claims[0]!.times = 4));
    expect(found).toEqual([['I1', 'the state of intake stands for 4 × said.v1, 3 were emitted']]);
  });
  it('misses the change of an event', () => {
    const found = broken((history) => remove(history.claims, ({ key }) => key === 'c'));
    expect(found).toEqual([['I1', 'intake emitted said.v1 and its state knows nothing of it']]);
  });
  it('sees a number that was given and never stored', () => {
    const found = broken((history) => (history.heads[0]!.lastSequence = 4));
    expect(found).toEqual([['I1', 'intake counted 4 events of the key and emitted 1, 2, 3']]);
  });
  it('sees events that nobody counted', () => {
    const found = broken((history) => remove(history.heads, ({ service, key }) => service === 'intake' && key === 'a'));
    expect(found).toEqual([['I1', 'intake counted 0 events of the key and emitted 1, 2, 3']]);
  });
});

it('tells what the run itself saw', () => {
  const seen = { invariant: 'I10', what: 'the disk of the log was never full again' } as const;
  expect(checkHistory({ ...aGoodRun(), witnessed: [seen] })).toEqual([seen]);
});

describe('I2 every committed event is in the log and applied by every group', () => {
  it('misses it in the log', () => {
    const found = broken((history) => remove(history.log, ({ eventId }) => eventId === 'intake-a-3'));
    expect(found).toEqual([['I2', 'intake#3 said.v1 (intake-a-3) never reached the log']]);
  });
  it('misses its effect', () => {
    const found = broken((history) => remove(history.notes, isApplied('improvement.count', 'intake-a-3')));
    expect(found).toEqual([['I2', 'intake#3 said.v1 (intake-a-3) was never applied by improvement.count']]);
  });
  it('knows what waits for a person', () => {
    const found = broken((history) => {
      remove(history.notes, isApplied('improvement.count', 'intake-a-3'));
      history.parked.push({ handler: 'improvement.count', key: 'a', eventId: 'intake-a-3' });
    });
    expect(found).toEqual([]);
  });
});

describe('I3 effects happen once', () => {
  it('sees a second effect', () => {
    const found = broken((history) => {
      const last = history.notes.at(-1)!;
      history.notes.push({ ...last, seq: last.seq + 1 });
    });
    expect(found).toEqual([['I3', 'reacted.v1 (resolution-c-3) was applied 2 times by improvement.count']]);
  });
  it('sees a counter that differs from its rows', () => {
    const found = broken((history) => (history.counters[0]!.stored = 13));
    expect(found).toEqual([['I3', 'counted: 13 is stored, the rows add up to 12']]);
  });
});

it('I3 sees an event that was emitted twice under one id', () => {
  const found = broken((history) => {
    const event = history.notes.find(({ eventId }) => eventId === 'intake-c-3')!;
    history.notes.push({ ...event, seq: 1_000 });
  });
  expect(found).toContainEqual(['I3', 'said.v1 (intake-c-3) was emitted 2 times by intake']);
});

describe('I4 the log keeps the order of a key', () => {
  it('sees events that changed places', () => {
    const found = broken((history) => {
      const [one, two] = ['intake-a-1', 'intake-a-2'].map((id) => history.log.find(({ eventId }) => eventId === id)!);
      [one!.offset, two!.offset] = [two!.offset, one!.offset];
    });
    expect(found).toEqual([['I4', 'intake#2 stands at offset 0 of intake.events where intake#1 belongs']]);
  });
  it('sees a key in two partitions', () => {
    const found = broken((history) => (history.log.find(({ eventId }) => eventId === 'intake-a-3')!.partition = 0));
    expect(found).toEqual([['I4', 'the events of the key stand in several partitions of intake.events']]);
  });
});

it('I5 sees effects that changed places', () => {
  const found = broken((history) => {
    const [one, two] = ['intake-a-1', 'intake-a-2'].map((id) => history.notes.find(isApplied('improvement.count', id))!);
    [one!.seq, two!.seq] = [two!.seq, one!.seq];
  });
  expect(found).toEqual([['I5', 'improvement.count applied intake#1 after intake#2']]);
});

describe('I6 nothing without a committed cause', () => {
  it('sees an event that nobody committed', () => {
    const found = broken((history) => history.log.push({ ...history.log[0]!, offset: 99, key: 'z', sequence: 1, eventId: 'stranger' }));
    expect(found).toEqual([['I6', 'said.v1 (stranger) is there, and nobody committed it']]);
  });
  it('knows what the run itself put into the log', () => {
    const found = broken((history) => {
      history.log.push({ ...history.log[0]!, offset: 99, key: 'z', sequence: 7, eventId: 'stranger' });
      history.injected = new Set(['stranger']);
    });
    expect(found).toEqual([]);
  });
  it('sees an effect of something that nobody committed', () => {
    const found = broken((history) => {
      const last = history.notes.at(-1)!;
      history.notes.push({ ...last, seq: last.seq + 1, key: 'z', sequence: 1, eventId: 'stranger' });
    });
    expect(found).toEqual([['I6', 'reacted.v1 (stranger) is there, and nobody committed it']]);
  });
  it('sees a reaction that was there before its cause was applied', () => {
    const found = broken((history) => (history.notes.find(({ eventId }) => eventId === 'resolution-a-1')!.seq = 0));
    expect(found).toEqual([['I6', 'resolution emitted reacted.v1 (resolution-a-1) because of intake-a-1, which it had not applied']]);
  });
  it('sees a reaction to something that was not applied', () => {
    const found = broken((history) => (history.notes.find(({ eventId }) => eventId === 'resolution-a-1')!.cause = 'intake-c-3'));
    expect(found).toEqual([['I6', 'resolution emitted reacted.v1 (resolution-a-1) because of intake-c-3, which it had not applied']]);
  });
});

describe('I7 other keys go on past a poison', () => {
  // a and c share a partition, b has another one; each is told three times, in turn.
  const poisoned = (appliedAt: Record<'a' | 'b' | 'c', number>) => {
    const run = new Run();
    for (const key of ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c']) run.saysAndAllFollow(key);
    const history = draftOf(run.history());
    history.patienceMs = 100;
    for (const note of history.notes)
      if (note.handler === 'improvement.count' && note.source === 'intake') note.at = appliedAt[note.key as 'a'] + note.sequence;
    history.poisons.push({ handler: 'improvement.count', eventId: 'intake-a-1' });
    return checkHistory(history).map(({ invariant, what }) => [invariant, what]);
  };
  it('sees a key that had to wait for another while other partitions went on', () => {
    expect(poisoned({ a: 10_000, b: 500, c: 10_000 })).toEqual([['I7', 'said.v1 (intake-c-1) waited for the poison intake-a-1 of another key']]);
  });
  it('finds nothing when only the poisoned key waited', () => expect(poisoned({ a: 10_000, b: 500, c: 500 })).toEqual([]));
  it('finds nothing when all partitions waited, as in an outage', () => expect(poisoned({ a: 10_000, b: 9_950, c: 10_000 })).toEqual([]));
  it('finds nothing when the others were ahead by less than an outage lasts', () => {
    expect(poisoned({ a: 590, b: 500, c: 590 })).toEqual([]);
  });
});

it('I8 sees a redrive that changed the order, or forgot something', () => {
  const ids = ['intake-a-1', 'intake-a-2'];
  const redrive = (eventIds: string[]) => broken((history) => history.redrives.push({ handler: 'resolution.react', key: 'a', eventIds }));
  expect(redrive(ids)).toEqual([]);
  expect(redrive(['intake-a-2', 'intake-a-1']).map(([invariant]) => invariant)).toEqual(['I8']);
  expect(redrive([...ids, 'intake-a-9']).map(([invariant]) => invariant)).toEqual(['I8']);
});

it('I9 sees a schedule that acted twice for one instant, or never', () => {
  const acted = (times: number) => broken((history) => history.actions.push({ name: 'escalation of a', instant: 'level 1', times }));
  expect([acted(1), acted(2), acted(0)]).toEqual([
    [],
    [['I9', 'escalation of a was done 2 times for level 1']],
    [['I9', 'escalation of a was done 0 times for level 1']],
  ]);
});

it('I10 sees what does not come to rest', () => {
  expect(broken((history) => (history.quiet = { tookMs: 5, limitMs: 10, left: ['3 rows in the outbox of intake'] }))).toEqual([
    ['I10', 'left behind: 3 rows in the outbox of intake'],
  ]);
  expect(broken((history) => (history.quiet = { tookMs: 11, limitMs: 10, left: [] }))).toEqual([
    ['I10', 'it took 11 ms to come to rest, 10 are allowed'],
  ]);
  expect(broken((history) => (history.quiet = { tookMs: 10, limitMs: 10, left: [] }))).toEqual([]);
});

it('I11 compares what two runs of one workload ended in', () => {
  expect(compareProjections({ closed: 3, open: 1 }, { open: 1, closed: 3 })).toEqual([]);
  expect(compareProjections({ closed: 3 }, { closed: 2, open: 1 }).map(({ what }) => what)).toEqual([
    'closed is 3 after one run and 2 after the other',
    'open is missing after one run and 1 after the other',
  ]);
});

describe('I12 nothing accepted is lost, and who is asked to leave leaves', () => {
  it('sees a request that was accepted for nothing', () => {
    const found = broken((history) => history.accepted.push({ request: 'withdraw a', service: 'intake', key: 'a', type: 'unsaid.v1' }));
    expect(found).toEqual([['I12', '"withdraw a" was accepted, and unsaid.v1 was never emitted']]);
  });
  it('sees a service that did not leave in time, or fell', () => {
    const left = (tookMs: number, code: number | null) => broken((history) => history.stops.push({ service: 'intake', tookMs, limitMs: 10, code }));
    expect([left(10, 0), left(11, 0), left(9, 1), left(9, null)].map((found) => found.length)).toEqual([0, 1, 1, 1]);
  });
});

it('prints a violation with the history of its key', () => {
  const history = aGoodRun();
  remove(history.notes, isApplied('improvement.count', 'intake-a-3'));
  const printed = checkHistory(history).map((violation) => printViolation(violation, history));
  expect(printed[0]).toContain('✗ I2 intake#3 said.v1 (intake-a-3) was never applied by improvement.count');
  expect(printed[0]).toContain('log      intake.events/1@4  intake#3 said.v1');
  expect(printed[0]).toContain('applied  intake#3 said.v1  …take-a-3  by resolution.react');
});
