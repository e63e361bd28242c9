import { defineEvent, earlierMajor } from '#libs/contracts';
import { z } from 'zod';

const InKilograms = z.object({ parcelId: z.uuid(), kilograms: z.number().nonnegative().max(1_000) });
const InGrams = z.object({ parcelId: z.uuid(), grams: z.int().nonnegative() });
const WithScale = z.object({ parcelId: z.uuid(), weight: z.object({ grams: z.int().nonnegative() }), by: z.enum(['scale', 'sender']) });

const parcelId = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a99';
const always = { type: 'parcel.weighed', owner: 'intake', topic: 'intake.events', key: (data: { parcelId: string }) => data.parcelId } as const;
const first = earlierMajor({
  version: 1,
  data: InKilograms,
  example: { parcelId, kilograms: 1.5 },
  upcast: ({ parcelId: id, kilograms }): z.input<typeof InGrams> => ({ parcelId: id, grams: Math.round(kilograms * 1_000) }),
});
const second = earlierMajor({
  version: 2,
  data: InGrams,
  example: { parcelId, grams: 1_500 },
  // Before there were scales everywhere, senders told the weight.
  upcast: ({ parcelId: id, grams }): z.input<typeof WithScale> => ({ parcelId: id, weight: { grams }, by: 'sender' }),
});

/** An event that changed its shape twice, as three builds of the same product know it. */
export const ParcelWeighedV1 = defineEvent({ ...always, version: 1, data: InKilograms, example: first.example as z.output<typeof InKilograms> });
export const ParcelWeighedV2 = defineEvent({
  ...always,
  version: 2,
  data: InGrams,
  example: second.example as z.output<typeof InGrams>,
  earlier: [first],
});
export const ParcelWeighedV3 = defineEvent({
  ...always,
  version: 3,
  data: WithScale,
  example: { parcelId, weight: { grams: 1_500 }, by: 'scale' },
  earlier: [first, second],
});
