import type { CrashPoint } from '#libs/messaging';
import type { ServiceName } from '../../deploy/local/loop.mjs';

export const DOMAIN_SERVICES = ['intake', 'assignment', 'resolution', 'improvement'] as const;
export type DomainService = (typeof DOMAIN_SERVICES)[number];
export const ALL_SERVICES: readonly ServiceName[] = [...DOMAIN_SERVICES, 'gateway'];

/** Records that no service can apply, each for another reason. */
export const POISONS = ['no-json', 'no-headers', 'unknown-type', 'unknown-version', 'breaks-contract', 'refused-by-handler'] as const;
export type PoisonKind = (typeof POISONS)[number];

/** What can go wrong, and with what. `ms` is how long it lasts. */
export type Trouble =
  | { kind: 'kill'; service: ServiceName }
  | { kind: 'crash'; service: ServiceName; point: CrashPoint }
  | { kind: 'freeze'; service: ServiceName; ms: number }
  | { kind: 'leave'; service: ServiceName }
  | { kind: 'replica'; service: ServiceName; ms: number; ends: 'SIGTERM' | 'SIGKILL' }
  | { kind: 'broker-kill' | 'broker-restart' | 'broker-freeze'; ms: number }
  | { kind: 'postgres-restart' | 'postgres-freeze' | 'connections'; ms: number }
  | { kind: 'backends'; share: number }
  | { kind: 'slow' | 'cut' | 'half-open' | 'drop-responses'; link: 'postgres' | 'kafka'; ms: number; delayMs: number }
  | { kind: 'poison'; what: PoisonKind }
  | { kind: 'duplicates'; share: number }
  | { kind: 'offsets'; service: DomainService }
  | { kind: 'late-commits'; service: DomainService; share: number; mostMs: number; ms: number }
  | { kind: 'foreign-transaction'; ms: number }
  | { kind: 'clock'; service: ServiceName; jumpMs: number; ms: number }
  | { kind: 'backlog'; events: number }
  | { kind: 'disk-full'; ms: number }
  | { kind: 'deploy'; ms: number }
  | { kind: 'restore' };

export type TroubleKind = Trouble['kind'];
/** The troubles of some kinds. */
export type Of<Kind extends TroubleKind> = Extract<Trouble, { kind: Kind }>;
/** A trouble and the moment at which it begins, in milliseconds after the start. */
export type Fault = Trouble & { at: number };

/** What became of a fault; only what had an effect is done. */
export type Outcome = 'done' | 'killed elsewhere' | 'not reached' | 'already in trouble' | 'not possible here';

/** The outcome of what a part bears one at a time. */
export const outcomeOf = (done: boolean): Outcome => (done ? 'done' : 'already in trouble');

const TAKES_A_LIFE: ReadonlySet<TroubleKind> = new Set(['kill', 'crash', 'broker-kill', 'postgres-restart']);

/** Whether a process that lived was taken away without a word. */
export function isKill({ kind }: Pick<Trouble, 'kind'>, outcome: Outcome): boolean {
  return TAKES_A_LIFE.has(kind) && (outcome === 'done' || outcome === 'killed elsewhere');
}
