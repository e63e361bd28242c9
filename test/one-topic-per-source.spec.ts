import * as contracts from '#libs/contracts';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');
const SERVICES = ['intake', 'assignment', 'resolution', 'improvement'] as const;
const named = Object.entries(contracts).filter(([, one]) => (contracts.ALL_EVENTS as readonly unknown[]).includes(one)) as unknown as [
  name: string,
  contract: contracts.AnyEventContract,
][];

/** The events that a service's code makes: whoever calls a contract makes an event of it. */
function madeBy(service: string): { name: string; owner: string }[] {
  const folder = path.join(ROOT, 'services', service, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const code = files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
  return named.filter(([name]) => new RegExp(`\\b${name}\\(`).test(code)).map(([name, { owner }]) => ({ name, owner }));
}

// A gap in the numbers of a key proves a loss only because a source numbers over all that it says, and says all of it in one topic.
describe('a source has one topic', () => {
  it.each(named)('%s is told in the topic of its owner', (_, { topic, owner }) => expect(topic).toBe(`${owner}.events`));

  it.each(SERVICES)('%s tells what it owns and nothing else', (service) => {
    const made = madeBy(service);
    expect(made.length).toBeGreaterThan(0);
    expect(made.filter(({ owner }) => owner !== service)).toEqual([]);
  });
});
