import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, register } from 'prom-client';
import { Allow } from './auth/allow.js';

// Once for the process, however many applications its tests start.
collectDefaultMetrics();

const duration = new Histogram({
  name: 'redress_http_request_duration_seconds',
  help: 'Time from the first byte of a request to the last byte of its answer.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

/** Measures every request by its route template and status. */
export function measureRequests(http: FastifyInstance): void {
  http.addHook('onResponse', (request, reply, done) => {
    duration.observe({ method: request.method, route: request.routeOptions.url ?? '(none)', status: reply.statusCode }, reply.elapsedTime / 1_000);
    done();
  });
}

/** What Prometheus reads. */
@ApiExcludeController()
@Controller()
export class MetricsController {
  @Get('metrics')
  @Allow('public')
  @Header('content-type', register.contentType)
  metrics(): Promise<string> {
    return register.metrics();
  }
}
