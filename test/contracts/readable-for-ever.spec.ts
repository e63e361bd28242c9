import { ALL_EVENTS, parseWireType, upcast, type AnyEventContract } from '#libs/contracts';
import fc from 'fast-check';
import { breaches } from '../../deploy/generate/compatibility.js';
import { eventSchemas } from '../../deploy/generate/event-schemas.js';
import { releasedSet } from '../../deploy/generate/released-set.js';
import { ParcelWeighedV3 } from '../../libs/messaging/test/parcel-weighed.js';
import { anyChange } from './arbitrary-schemas.js';
import { anyDataOf, readerOf } from './published-schema.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const CONTRACTS: readonly AnyEventContract[] = [...ALL_EVENTS, ParcelWeighedV3];

describe(`C55 events stay readable (SEED=${SEED})`, () => {
  it.each([...releasedSet().schemas])('whatever was sent as %s by the last release is read now', (wireType, released) => {
    const { type, version } = parseWireType(wireType);
    const contract = CONTRACTS.find((one) => one.type === type)!;
    fc.assert(
      fc.property(anyDataOf(released), (data) => expect(upcast(contract, version!, data)).toHaveProperty('data')),
      { seed: SEED, numRuns: 50 },
    );
  });

  it.each([...eventSchemas()].filter(([wireType]) => releasedSet().schemas.has(wireType)))(
    'whatever is sent as %s now is read by the last release',
    (wireType, now) => {
      const old = readerOf(releasedSet().schemas.get(wireType)!);
      fc.assert(
        fc.property(anyDataOf(now), (data) => expect(old.safeParse(data).error).toBeUndefined()),
        { seed: SEED, numRuns: 50 },
      );
    },
  );

  it.each([...eventSchemas(CONTRACTS.filter(({ earlier }) => earlier.length > 0))])(
    'any valid %s becomes a valid event of the newest version',
    (wireType, schema) => {
      const { type, version } = parseWireType(wireType);
      const contract = CONTRACTS.find((one) => one.type === type)!;
      fc.assert(
        fc.property(anyDataOf(schema), (data) => {
          const raised = upcast(contract, version!, data);
          expect(raised).toHaveProperty('data');
          expect(contract.data.safeParse('data' in raised && raised.data).success).toBe(true);
          expect(upcast(contract, version!, data)).toEqual(raised); // pure: every replay tells the same
        }),
        { seed: SEED, numRuns: 200 },
      );
    },
  );

  it('a change without a breach leaves both readers with every event of the other', () => {
    let harmless = 0;
    let broken = 0;
    const property = fc.property(anyChange(), fc.nat(), ([before, after], seed) => {
      const found = breaches(new Map([['thing.happened.v1', before]]), new Map([['thing.happened.v1', after]]));
      if (found.length > 0) return void (broken += 1);
      harmless += 1;
      const [oldReader, newReader] = [readerOf(before), readerOf(after)];
      for (const data of fc.sample(anyDataOf(before), { seed, numRuns: 20 })) expect(newReader.safeParse(data).error).toBeUndefined();
      for (const data of fc.sample(anyDataOf(after), { seed, numRuns: 20 })) expect(oldReader.safeParse(data).error).toBeUndefined();
    });
    fc.assert(property, { seed: SEED, numRuns: 500 });
    expect(Math.min(harmless, broken)).toBeGreaterThan(50); // else nothing was put to the test
  });
});
