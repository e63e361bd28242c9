import { CRASH_POINTS } from '#libs/messaging';
import { createHash } from 'node:crypto';
import { chanceOf, type Chance } from '../story/chance.js';
import { ALL_SERVICES, DOMAIN_SERVICES, POISONS, type Fault, type Trouble, type TroubleKind } from './trouble.js';

/** What comes in volleys; everything else comes one by one. */
type OfVolleys = 'kill' | 'crash';

const OTHERS: readonly (readonly [Exclude<TroubleKind, OfVolleys>, weight: number])[] = [
  ['freeze', 3],
  ['leave', 3],
  ['replica', 3],
  ['broker-kill', 2],
  ['broker-restart', 1],
  ['broker-freeze', 2],
  ['postgres-restart', 2],
  ['postgres-freeze', 1],
  ['connections', 1],
  ['backends', 4],
  ['slow', 2],
  ['cut', 2],
  ['half-open', 2],
  ['drop-responses', 4],
  ['poison', 4],
  ['duplicates', 3],
  ['offsets', 1],
  ['late-commits', 3],
  ['foreign-transaction', 2],
  ['clock', 4],
  ['backlog', 1],
  ['disk-full', 2],
  ['deploy', 1],
  ['restore', 1],
];

/** Every kind of trouble, for `--faults`. */
export const TROUBLES: readonly TroubleKind[] = ['kill', 'crash', ...OTHERS.map(([kind]) => kind)];

// Nearly all processes die together, and then there is time to work: more than 300 in 20 minutes, also where the clock of the plan
// waits for a slow machine. One by one at that pace no group would ever get to read, because it waits up to ten seconds for each dead member.
const VOLLEY_MS: readonly [number, number] = [9_000, 14_000];
const SHARE_OF_VOLLEY = 0.95;
const OTHER_MS: readonly [number, number] = [5_000, 11_000];

// Who serves people commits several things at once; a consumer waits for itself, and nobody would overtake it.
const COMMANDED = ['intake', 'resolution'] as const;
const HOUR = 3_600_000;
// Back by less than any tolerance, by more than every timer, and as after a wrong time server.
const CLOCK_JUMPS_MS = [-HOUR, -45_000, -1_500, 2_000, 90_000, 5 * HOUR] as const;

export interface PlanOptions {
  seed: string;
  forMs: number;
  transport: 'kafka' | 'postgres';
  /** Only these; all when absent. */
  kinds?: readonly TroubleKind[];
  /** Events that gather while a service is away. */
  backlog?: number;
}

/** What goes wrong when: the same for the same seed. */
export function planFaults({ seed, forMs, transport, kinds = TROUBLES, backlog = 3_000 }: PlanOptions): Fault[] {
  const chance = chanceOf(`${seed} faults`);
  const faults: Fault[] = [];
  // The Postgres log takes the outbox in one transaction: there is nothing between reading and deleting.
  const points = CRASH_POINTS.filter((point) => transport === 'kafka' || !point.startsWith('relay.'));
  for (let at = chance.between(...VOLLEY_MS) / 3; at < forMs; at += chance.between(...VOLLEY_MS)) {
    for (const service of ALL_SERVICES) {
      if (!chance.happens(SHARE_OF_VOLLEY)) continue;
      const inside = service !== 'gateway' && chance.happens(0.5);
      const trouble: Trouble = inside ? { kind: 'crash', service, point: chance.of(points) } : { kind: 'kill', service };
      faults.push({ ...trouble, at: Math.round(at + chance.between(0, 1_500)) });
    }
  }
  const others = OTHERS.filter(([kind]) => kinds.includes(kind));
  for (let at = chance.between(...OTHER_MS) / 2; others.length > 0 && at < forMs; at += chance.between(...OTHER_MS)) {
    const trouble = draw(chance.weighted(others), chance, { transport, backlog });
    faults.push({ ...trouble, at: Math.round(at) });
  }
  // What the transport cannot have became something else: that is what was asked for, too.
  return faults.filter(({ kind }) => kinds.includes(kind) || (kind !== 'kill' && kind !== 'crash')).sort((a, b) => a.at - b.at);
}

/** A short name of a plan: two runs with the same one had the same troubles at the same moments. */
export function nameOfPlan(faults: readonly Fault[]): string {
  return createHash('sha256').update(JSON.stringify(faults)).digest('hex').slice(0, 12);
}

function draw(
  kind: Exclude<TroubleKind, OfVolleys>,
  chance: Chance,
  { transport, backlog }: Required<Pick<PlanOptions, 'transport' | 'backlog'>>,
): Trouble {
  const service = chance.of(DOMAIN_SERVICES);
  const ms = chance.between(800, 6_000);
  switch (kind) {
    case 'freeze':
      return { kind, service, ms: chance.between(11_000, 16_000) }; // longer than the group waits for a silent member
    case 'leave':
      return { kind, service: chance.of(ALL_SERVICES) };
    case 'replica':
      return { kind, service, ms: chance.between(6_000, 20_000), ends: chance.of(['SIGTERM', 'SIGKILL'] as const) };
    case 'broker-kill':
    case 'broker-restart':
    case 'broker-freeze':
      return transport === 'kafka' ? { kind, ms } : { kind: 'postgres-restart', ms: Math.round(ms / 3) };
    case 'postgres-restart':
    case 'postgres-freeze':
    case 'connections':
      return { kind, ms: Math.round(ms / 2) };
    case 'backends':
      return { kind, share: chance.of([0.2, 0.5, 1]) };
    case 'slow':
    case 'cut':
    case 'half-open':
    case 'drop-responses':
      return { kind, link: transport === 'kafka' ? chance.of(['postgres', 'kafka'] as const) : 'postgres', ms, delayMs: chance.between(20, 200) };
    case 'poison':
      return { kind, what: chance.of(POISONS) };
    case 'duplicates':
      return { kind, share: chance.of([0.05, 0.2]) };
    case 'offsets':
      return { kind, service };
    case 'late-commits':
      // Below the time that a statement may take; above the seconds after which a low-water mark may move.
      return {
        kind,
        service: chance.of(COMMANDED),
        share: chance.of([0.1, 0.3]),
        mostMs: chance.between(2_000, 9_000),
        ms: chance.between(8_000, 20_000),
      };
    case 'foreign-transaction':
      return { kind, ms: chance.between(10_000, 30_000) };
    case 'clock':
      return { kind, service: chance.of(ALL_SERVICES), jumpMs: chance.of(CLOCK_JUMPS_MS), ms: chance.between(6_000, 20_000) };
    case 'restore':
      return { kind };
    case 'disk-full':
    case 'deploy':
      return { kind, ms };
    case 'backlog':
      return { kind, events: backlog };
  }
}
