import { ALL_EVENTS, parseWireType } from '#libs/contracts';
import { Consumer, silentLog, type ReceivedRecord, type WireRecord } from '#libs/messaging';
import type { ServiceDatabase } from '#libs/service-kit';
import { freshDatabase } from '#libs/test-kit';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loopServices } from '../../deploy/generate/loop-services.js';
import { assignmentDatabase } from '../../services/assignment/src/store/database.js';
import { improvementDatabase } from '../../services/improvement/src/store/database.js';
import { intakeDatabase } from '../../services/intake/src/store/database.js';
import { resolutionDatabase } from '../../services/resolution/src/store/database.js';

const DATABASES: Readonly<Record<string, ServiceDatabase>> = {
  intake: intakeDatabase,
  assignment: assignmentDatabase,
  resolution: resolutionDatabase,
  improvement: improvementDatabase,
};
const GOLDEN = path.join(__dirname, '../../libs/contracts/golden');
const SERVICES = loopServices().filter(({ hears }) => hears.length > 0);

/** Every golden record in the order of the loop, numbered per key and source as one log would number them. */
function goldenLog(): ReceivedRecord[] {
  const order = ALL_EVENTS.map(({ type }) => type);
  const placeOf = ({ headers }: WireRecord): number => order.indexOf(parseWireType(headers['ce_type']!).type);
  const records = readdirSync(GOLDEN).map((file) => JSON.parse(readFileSync(path.join(GOLDEN, file), 'utf8')) as WireRecord);
  const numbers = new Map<string, number>();
  return records
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((record, offset) => {
      const counted = `${record.headers['ce_source']} ${record.key}`;
      numbers.set(counted, (numbers.get(counted) ?? 0) + 1);
      return { ...record, headers: { ...record.headers, ce_sequence: String(numbers.get(counted)) }, partition: 0, offset: String(offset) };
    });
}

it.each(SERVICES.map((service) => [service.name, service] as const))(
  'C55 %s applies the golden events of every version that it hears',
  async (name, { hears }) => {
    const fresh = await freshDatabase(DATABASES[name]!);
    try {
      const consumer = new Consumer(fresh.db, hears, silentLog);
      const log = goldenLog().filter(({ topic }) => consumer.topics.includes(topic));
      await consumer.apply(log);
      const types = new Set(hears.flatMap(({ contracts }) => contracts.map(({ type }) => type)));
      const heard = log.filter(({ headers }) => types.has(parseWireType(headers['ce_type']!).type));
      const parked = (await fresh.db.query('select handler, headers, error from parked')) as unknown[];
      expect(parked).toEqual([]);
      const applied = (await fresh.db.query('select count(distinct event_id)::int as events from inbox')) as { events: number }[];
      expect(applied).toEqual([{ events: heard.length }]);
    } finally {
      await fresh.drop();
    }
  },
);
