import { RequestRefused } from '#libs/service-kit';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayConfig } from './gateway.config.js';

/** What is counted together: by the person for those who signed in, by the address for all others. */
export type Allowance = 'complaints' | 'tracking' | 'staff' | 'importer' | 'refusals';

type Counter = ReturnType<FastifyInstance['createRateLimit']>;

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

const subjects = new WeakMap<FastifyRequest, string>();

/** How often whoever may call what. */
export class Limits {
  private constructor(private readonly counters: Readonly<Record<Allowance, Counter>>) {}

  /** The counters of this process, set as configured. */
  static async on(http: FastifyInstance, config: GatewayConfig): Promise<Limits> {
    await http.register(rateLimit, { global: false, cache: 10_000 });
    const byAddress = (max: number): Counter => http.createRateLimit({ max, timeWindow: MINUTE_MS });
    const byPerson = (max: number, timeWindow: number): Counter =>
      http.createRateLimit({ max, timeWindow, keyGenerator: (request) => subjects.get(request) ?? request.ip });
    return new Limits({
      complaints: byAddress(config.GATEWAY_COMPLAINTS_PER_MINUTE),
      tracking: byAddress(config.GATEWAY_TRACKING_PER_MINUTE),
      refusals: byAddress(config.GATEWAY_REFUSALS_PER_MINUTE),
      staff: byPerson(config.GATEWAY_STAFF_PER_MINUTE, MINUTE_MS),
      importer: byPerson(config.GATEWAY_IMPORTER_PER_SECOND, SECOND_MS),
    });
  }

  /** Counts a request, and refuses it when it is one too many. */
  async count(allowance: Allowance, request: FastifyRequest, subject?: string): Promise<void> {
    if (subject !== undefined) subjects.set(request, subject);
    const counted = await this.counters[allowance](request);
    if (!counted.isAllowed && counted.isExceeded) throw tooMany(counted.ttlInSeconds);
  }
}

function tooMany(seconds: number): RequestRefused {
  const wait = String(Math.max(1, seconds));
  return new RequestRefused(429, 'request.too-many', 'That is more than we take at once.', {
    remedy: `Repeat it in ${wait} s, and more slowly.`,
    headers: { 'retry-after': wait },
  });
}
