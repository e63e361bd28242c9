import { ALL_EVENTS, contractOf, parseWireType } from '#libs/contracts';
import { readRecord, type WireRecord } from '#libs/messaging';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventSchemas } from '../../deploy/generate/event-schemas.js';
import { missingGoldenEvents } from '../../deploy/generate/golden-events.js';
import { releasedSet } from '../../deploy/generate/released-set.js';

const FOLDER = path.join(__dirname, '../../libs/contracts/golden');
const GOLDEN = readdirSync(FOLDER).map((file) => path.basename(file, '.json'));
const goldenOf = (wireType: string): WireRecord => JSON.parse(readFileSync(path.join(FOLDER, `${wireType}.json`), 'utf8')) as WireRecord;

/** What is wrong with the golden records as a whole, with its remedy. */
function gaps(readable: readonly string[], released: readonly string[], golden: readonly string[]): string[] {
  return [
    ...readable
      .filter((type) => !golden.includes(type))
      .map((type) =>
        released.includes(type)
          ? `${type} was released and its golden record is gone: take it back from the history of libs/contracts/golden`
          : `${type} has no golden record: run npm run generate and commit what it wrote`,
      ),
    ...golden
      .filter((type) => !readable.includes(type))
      .map((type) => `${type} was sent once, and nobody can read it any more: put its contract back`),
  ];
}

it('C55 every event in every major has a golden record, and every golden record a reader', () => {
  expect(gaps([...eventSchemas().keys()], [...releasedSet().schemas.keys()], GOLDEN)).toEqual([]);
});

it('C55 a contract without a golden record, a lost one and one without a contract are told apart', () => {
  expect(gaps(['a.done.v1', 'b.done.v1'], ['b.done.v1'], ['c.done.v1'])).toEqual([
    'a.done.v1 has no golden record: run npm run generate and commit what it wrote',
    'b.done.v1 was released and its golden record is gone: take it back from the history of libs/contracts/golden',
    'c.done.v1 was sent once, and nobody can read it any more: put its contract back',
  ]);
});

describe.each(GOLDEN)('C55 %s as it was sent', (wireType) => {
  const golden = goldenOf(wireType);
  const contract = contractOf(parseWireType(wireType).type)!;
  const sent = JSON.parse(golden.value) as Record<string, unknown>;

  it('is read, in the newest major, with what its headers said', () => {
    const read = readRecord(golden);
    expect(read).toMatchObject({
      kind: 'event',
      event: {
        id: golden.headers['ce_id'],
        type: contract.wireType,
        source: golden.headers['ce_source'],
        key: golden.key,
        sequence: Number(golden.headers['ce_sequence']),
        time: new Date(golden.headers['ce_time']!),
        correlationId: golden.headers['ce_correlationid'],
        causationId: golden.headers['ce_causationid'],
        traceparent: golden.headers['ce_traceparent'],
      },
    });
    if (read.kind !== 'event') throw new Error('unreachable');
    expect(contract(read.event.data)).toMatchObject({ topic: golden.topic, key: golden.key }); // neither may ever move
    if (contract.wireType === wireType) expect(read.event.data).toEqual(sent);
  });

  it('is read by those who do not know its newest fields', () => {
    const later = { ...golden, value: JSON.stringify({ ...sent, addedLater: { deep: [1] } }) };
    expect(readRecord(later)).toEqual(readRecord(golden));
  });
});

it('the generator writes a missing record once and leaves those that exist', () => {
  expect(missingGoldenEvents()).toEqual(new Map());
  const [contract] = ALL_EVENTS;
  const renamed = Object.assign((input: never) => contract!(input), contract, { wireType: 'nothing.happened.v1' });
  expect([...missingGoldenEvents([renamed]).keys()]).toEqual(['libs/contracts/golden/nothing.happened.v1.json']);
  expect(existsSync(path.join(FOLDER, 'nothing.happened.v1.json'))).toBe(false);
});
