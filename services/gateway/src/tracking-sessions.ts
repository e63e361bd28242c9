import { CONFIG, RequestRefused } from '#libs/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import type { GatewayConfig } from './gateway.config.js';
import { Services } from './services.js';

const MOST_REMEMBERED = 10_000;
const TRACKING_TOKEN = /^[\w-]{16,100}$/;

interface Remembered {
  session: string;
  until: number;
}

/** Exchanges the token that a customer holds for the short session that the services understand. */
@Injectable()
export class TrackingSessions {
  private readonly remembered = new Map<string, Remembered>();
  private readonly keptMs: number;

  constructor(
    private readonly services: Services,
    @Inject(CONFIG) { GATEWAY_TRACKING_CACHE_SECONDS }: GatewayConfig,
  ) {
    this.keptMs = GATEWAY_TRACKING_CACHE_SECONDS * 1_000;
  }

  /** The session of a token; whatever is wrong with the token, the answer is the same, so that nothing can be learned from it. */
  async sessionOf(trackingToken: string | string[], request: FastifyRequest): Promise<string> {
    if (typeof trackingToken !== 'string' || !TRACKING_TOKEN.test(trackingToken)) throw unknownLink();
    const hash = createHash('sha256').update(trackingToken).digest('base64');
    const known = this.remembered.get(hash);
    if (known && known.until > Date.now()) return known.session;
    const { status, body } = await this.services.ask('intake', '/internal/tracking-sessions', request, {
      method: 'POST',
      body: { token: trackingToken },
    });
    if (status === 429 || status >= 500) throw unavailable();
    if (status !== 200 || typeof body['session'] !== 'string') throw unknownLink();
    this.remember(hash, body['session']);
    return body['session'];
  }

  private remember(hash: string, session: string): void {
    this.remembered.delete(hash);
    // A Map keeps the order of insertion: the first key is the oldest.
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.delete(this.remembered.keys().next().value!);
    this.remembered.set(hash, { session, until: Date.now() + this.keptMs });
  }
}

/** The link of a customer opens nothing. */
export function unknownLink(): RequestRefused {
  return new RequestRefused(404, 'tracking.not-found', 'There is no complaint for this link, or the link is no longer valid.', {
    remedy: 'Use the link from the message in which we confirmed your complaint.',
  });
}

/** Nobody can say now what a link opens. */
export function unavailable(): RequestRefused {
  return new RequestRefused(503, 'service.unavailable', 'We cannot look this up just now.', {
    remedy: 'Repeat it in a few seconds.',
    headers: { 'retry-after': '2' },
  });
}
