import { ALL_EVENTS, type AnyEventContract } from '#libs/contracts';
import { toHeaders } from '#libs/messaging';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';

const FOLDER = 'libs/contracts/golden';

/** Golden records that contracts still lack, by path. Those that exist are never written again: they are how it was sent once. */
export function missingGoldenEvents(contracts: readonly AnyEventContract[] = ALL_EVENTS): Map<string, string> {
  const missing = contracts.map((contract) => [`${FOLDER}/${contract.wireType}.json`, contract] as const).filter(([file]) => !existsSync(file));
  return new Map(missing.map(([file, contract]) => [file, `${JSON.stringify(goldenEvent(contract), null, 2)}\n`]));
}

/** A contract's example as it stands on the wire. */
function goldenEvent(contract: AnyEventContract) {
  const { type, topic, key, data } = contract(contract.example);
  const headers = toHeaders({
    id: idFrom(type),
    type,
    source: `/redress/${contract.owner}`,
    key,
    sequence: 1,
    time: new Date('2026-03-09T09:12:00.000Z'),
    correlationId: idFrom(`${type} request`),
    causationId: idFrom(`${type} cause`),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  });
  return { topic, key, headers, value: JSON.stringify(data) };
}

// The same at every run, and of the form that events carry: uuid v7.
function idFrom(text: string): string {
  return `0195f3c0-7a3e-7c11-9d52-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}
