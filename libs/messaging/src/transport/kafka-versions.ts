import { createRequire } from 'node:module';
import { distrustOf, openSocket, type BrokerAccess } from './broker-access.js';

/** The oldest and the newest version of a request. */
export interface Versions {
  oldest: number;
  newest: number;
}

/** Where kafkajs 2.2.4 keeps the versions of the requests that it can write. */
const REQUESTS_MODULE = 'kafkajs/src/protocol/requests/index.js';

const API_VERSIONS_KEY = 18;
const ANSWER_WITHIN_MS = 3_000;

/** The requests that this adapter makes, their numbers in the protocol, and from which version on they do what it needs. */
const NEEDED: Record<string, { key: number; from: number }> = {
  Produce: { key: 0, from: 3 }, // record batches with headers and sequence numbers
  Fetch: { key: 1, from: 4 },
  ListOffsets: { key: 2, from: 1 },
  Metadata: { key: 3, from: 1 },
  OffsetCommit: { key: 8, from: 2 },
  OffsetFetch: { key: 9, from: 1 },
  GroupCoordinator: { key: 10, from: 0 },
  JoinGroup: { key: 11, from: 1 },
  Heartbeat: { key: 12, from: 0 },
  LeaveGroup: { key: 13, from: 0 },
  SyncGroup: { key: 14, from: 0 },
  CreateTopics: { key: 19, from: 0 },
  InitProducerId: { key: 22, from: 0 },
};

/** What kafkajs can write of each needed request. */
export function versionsOfClient(): Record<string, Versions> {
  const { requests } = createRequire(import.meta.url)(REQUESTS_MODULE) as { requests: Record<string, { versions: string[] }> };
  return Object.fromEntries(
    Object.entries(NEEDED).map(([name, { from }]) => {
      const written = requests[name]!.versions.map(Number).filter((version) => version >= from);
      return [name, { oldest: Math.min(...written), newest: Math.max(...written) }];
    }),
  );
}

/**
 * One sentence about a broker that this client cannot speak with, or undefined. kafkajs looks at the newest version of each
 * request only: with a broker that has dropped the old ones it fails later, with errors that name no reason.
 */
export function versionFault(address: string, broker: ReadonlyMap<number, Versions>, client = versionsOfClient()): string | undefined {
  const faults = Object.entries(client).flatMap(([name, ours]) => {
    const theirs = broker.get(NEEDED[name]!.key);
    if (theirs && theirs.oldest <= ours.newest && theirs.newest >= ours.oldest) return [];
    const why = !theirs || theirs.newest < ours.oldest ? 'too old' : 'too new';
    return [{ why, what: `${name} ${theirs ? `${theirs.oldest} to ${theirs.newest}` : 'not at all'} (here ${ours.oldest} to ${ours.newest})` }];
  });
  if (faults.length === 0) return undefined;
  const why = [...new Set(faults.map((fault) => fault.why))].join(' and ');
  const remedy = why === 'too old' ? 'use Apache Kafka 0.11 or newer' : 'use an Apache Kafka that was tried with this release (4.4 was)';
  return `The Kafka broker at ${address} is ${why} for this client: it speaks ${faults.map(({ what }) => what).join(', ')}; ${remedy}.`;
}

/** Asks a broker which requests it takes, by number; it says so before any login. Rejects when it cannot be reached or says nothing sensible. */
export function askVersions(address: string, ssl?: BrokerAccess['ssl']): Promise<Map<number, Versions>> {
  const at = address.lastIndexOf(':');
  return new Promise((resolve, reject) => {
    const socket = openSocket(address.slice(0, at).replace(/^\[|\]$/g, ''), Number(address.slice(at + 1)), ssl);
    let answer = Buffer.alloc(0);
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy(new Error(`${address} did not say which versions it speaks`)));
    socket.once('connect', () => socket.write(API_VERSIONS_REQUEST));
    socket.once('error', (error) => reject(distrustOf(socket, error) ?? error));
    socket.once('end', () => reject(new Error(`${address} hung up instead of saying which versions it speaks`)));
    socket.on('data', (data) => {
      answer = Buffer.concat([answer, data]);
      if (answer.length < 4 || answer.length < 4 + answer.readInt32BE(0)) return;
      socket.destroy();
      try {
        resolve(readVersions(answer));
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}

// ApiVersions version 0, which every broker answers: length 10, its key, version 0, correlation 1, no client id.
const API_VERSIONS_REQUEST = Buffer.from([0, 0, 0, 10, 0, API_VERSIONS_KEY, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

/** Reads the answer to ApiVersions version 0: length, correlation, error code, then key, oldest and newest of each request. */
export function readVersions(answer: Buffer): Map<number, Versions> {
  const code = answer.readInt16BE(8);
  if (code !== 0) throw new Error(`the broker refused to say which versions it speaks (error ${code})`);
  const versions = new Map<number, Versions>();
  for (let i = 0; i < answer.readInt32BE(10); i += 1) {
    const at = 14 + i * 6;
    versions.set(answer.readInt16BE(at), { oldest: answer.readInt16BE(at + 2), newest: answer.readInt16BE(at + 4) });
  }
  return versions;
}
