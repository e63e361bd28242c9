import { API_DOCUMENT, CONFIG, READINESS, TokenVerifier } from '#libs/service-kit';
import helmet from '@fastify/helmet';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { admit } from './admission.js';
import { apiDocument } from './api-document.js';
import { forwarding } from './forwarding.js';
import type { GatewayConfig } from './gateway.config.js';
import { TrackingController } from './http/tracking.controller.js';
import { Limits } from './limits.js';
import { routeOf } from './routes.js';
import { Services } from './services.js';
import { TrackingSessions } from './tracking-sessions.js';

/** The only door. */
@Module({
  controllers: [TrackingController],
  providers: [
    Services,
    TrackingSessions,
    { provide: API_DOCUMENT, useValue: apiDocument },
    { provide: READINESS, useFactory: (services: Services) => () => services.reachable(), inject: [Services] },
  ],
  exports: [READINESS],
})
export class GatewayModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly services: Services,
    private readonly sessions: TrackingSessions,
    @Inject(TokenVerifier) private readonly tokens: TokenVerifier,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  onModuleInit(): void {
    // Not awaited: it runs when Fastify gets ready, after Nest has said how errors are answered.
    void this.host.httpAdapter.getInstance<FastifyInstance>().register(forTheWholeServer((http) => this.open(http)));
  }

  private async open(http: FastifyInstance): Promise<void> {
    await http.register(helmet, HEADERS);
    const porter = { tokens: this.tokens, sessions: this.sessions, limits: await Limits.on(http, this.config) };
    http.addHook('onRequest', async (request, reply) => {
      if (!request.url.startsWith('/docs')) reply.header('cache-control', 'no-store'); // it is about people, or changes
      reply.header('content-security-policy', request.url.startsWith('/docs') ? MAY_OF_A_PAGE : MAY_OF_AN_ANSWER);
      const route = routeOf(request.method, request.routeOptions.url);
      if (route) await admit(request, route, porter);
    });
    await http.register(forwarding(this.services));
  }
}

// Fastify gives a plugin a scope of its own unless it carries this mark.
function forTheWholeServer(plugin: (http: FastifyInstance) => Promise<void>): typeof plugin {
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

// What only old browsers or pages need is left out, and the policies are written once: helmet would build them anew for every answer.
// Whoever ends TLS before us says so with HSTS; plain http on a laptop stays usable.
const HEADERS = {
  contentSecurityPolicy: false,
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} as const;
const MAY_OF_AN_ANSWER = "default-src 'none'; frame-ancestors 'none'";
const MAY_OF_A_PAGE = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
