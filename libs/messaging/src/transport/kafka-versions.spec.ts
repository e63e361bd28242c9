import net from 'node:net';
import { askVersions, readVersions, versionFault, versionsOfClient, type Versions } from './kafka-versions.js';

// What Apache Kafka 4.4.0 answered, of the requests that matter here: [key, oldest, newest].
const KAFKA_4 = [[0, 3, 13], [1, 4, 18], [2, 1, 11], [3, 0, 13], [8, 2, 10], [9, 1, 10], [10, 0, 6], [11, 0, 9], [12, 0, 4], [13, 0, 5], [14, 0, 5], [18, 0, 4], [19, 2, 7], [22, 0, 6]]; // prettier-ignore

function recorded(rows: readonly number[][], code = 0): Buffer {
  const body = Buffer.alloc(10 + rows.length * 6);
  body.writeInt32BE(1, 0);
  body.writeInt16BE(code, 4);
  body.writeInt32BE(rows.length, 6);
  rows.flat().forEach((number, i) => body.writeInt16BE(number, 10 + i * 2));
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

const changed = (key: number, versions: Versions | undefined): Map<number, Versions> => {
  const all = readVersions(recorded(KAFKA_4));
  if (versions) all.set(key, versions);
  else all.delete(key);
  return all;
};

it('finds nothing wrong with the broker of this release', () => {
  expect(versionFault('kafka:9092', readVersions(recorded(KAFKA_4)))).toBeUndefined();
});

it('says that a broker is too new when it has dropped what kafkajs writes', () => {
  const { newest } = versionsOfClient()['Fetch']!;
  expect(versionFault('kafka:9092', changed(1, { oldest: newest + 1, newest: 30 }))).toBe(
    `The Kafka broker at kafka:9092 is too new for this client: it speaks Fetch ${newest + 1} to 30 (here 4 to ${newest}); use an Apache Kafka that was tried with this release (4.4 was).`,
  );
});

it('says that a broker is too old when it has no idempotent producers or no headers', () => {
  const old = changed(22, undefined);
  old.set(0, { oldest: 0, newest: 2 });
  expect(versionFault('old:9092', old)).toMatch(
    /^The Kafka broker at old:9092 is too old .* Produce 0 to 2 \(here 3 to \d+\), InitProducerId not at all /,
  );
});

it('puts an answer together that comes in pieces', async () => {
  const server = net.createServer((socket) => {
    socket.once('data', () => {
      const answer = recorded(KAFKA_4);
      socket.write(answer.subarray(0, 7), () => socket.write(answer.subarray(7)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const versions = await askVersions(`127.0.0.1:${(server.address() as net.AddressInfo).port}`);
  expect(versions.get(1)).toEqual({ oldest: 4, newest: 18 });
  server.close();
});

it('passes the broker’s refusal on', () => expect(() => readVersions(recorded([], 35))).toThrow('error 35'));
