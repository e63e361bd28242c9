import type { AnyEventContract, DataOf } from '#libs/contracts';
import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { noteDatabase, notes } from '../test/note-service.js';
import { ParcelWeighedV1, ParcelWeighedV2, ParcelWeighedV3 } from '../test/parcel-weighed.js';
import { Consumer } from './consumer.js';
import { toHeaders } from './envelope.js';
import { handles } from './handles.js';
import { silentLog } from './log.js';
import { ParkingWorker } from './parking-worker.js';
import type { ReceivedRecord } from './transport/transport.js';
import type { ReceivedEvent } from './work.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());

const NAME = 'note.weigh-parcel';
let isBroken = false;
const weighing = handles(ParcelWeighedV3, NAME, async (work, { type, data }: ReceivedEvent<DataOf<typeof ParcelWeighedV3>>) => {
  if (isBroken) throw new Error('scales are broken');
  await work.tx.query('insert into note (handler, key, value) values ($1, $2, $3)', [NAME, data.parcelId, `${type} ${data.weight.grams} ${data.by}`]);
});
let offset = 0;
function sent(contract: AnyEventContract, data: object, key: string): ReceivedRecord {
  const id = randomUUID();
  offset += 1;
  const headers = toHeaders({ id, type: contract.wireType, source: '/redress/intake', key, sequence: offset, time: new Date(), correlationId: id });
  return { topic: contract.topic, key, headers, value: JSON.stringify(data), partition: 0, offset: String(offset) };
}
const history = (parcelId: string): ReceivedRecord[] => [
  sent(ParcelWeighedV1, { parcelId, kilograms: 1.5 }, parcelId),
  sent(ParcelWeighedV2, { parcelId, grams: 1_600 }, parcelId),
  sent(ParcelWeighedV3, { parcelId, weight: { grams: 1_700 }, by: 'scale' }, parcelId),
];
const AS_NEWEST = ['parcel.weighed.v3 1500 sender', 'parcel.weighed.v3 1600 sender', 'parcel.weighed.v3 1700 scale'];

it('C55 one handler of the newest contract hears every major in order, each once', async () => {
  const parcelId = randomUUID();
  const records = history(parcelId);
  const consumer = new Consumer(fresh.db, [weighing], silentLog);
  await consumer.apply(records);
  await consumer.apply(records);
  expect(await notes(fresh.db, NAME, parcelId)).toEqual(AS_NEWEST);
});

it('C55 what was parked in an old major is raised when it is tried again', async () => {
  const parcelId = randomUUID();
  const consumer = new Consumer(fresh.db, [weighing], silentLog);
  isBroken = true;
  await consumer.apply(history(parcelId));
  isBroken = false;
  await fresh.db.query('update parked set next_at = now()');
  const worker = new ParkingWorker(fresh.db, consumer, silentLog);
  while (await worker.retryOne());
  expect(await notes(fresh.db, NAME, parcelId)).toEqual(AS_NEWEST);
});
