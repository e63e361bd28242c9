import type { OpenAPIObject } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { operationsOf, templateOf } from '../deploy/generate/openapi.js';
import { ROUTES } from '../services/gateway/src/routes.js';

const SERVICES = ['intake', 'assignment', 'resolution', 'improvement', 'gateway'] as const;

// The committed documents; `generated-is-fresh.spec.ts` proves that they say what the code says.
const documented = SERVICES.flatMap((service) => {
  const document = JSON.parse(readFileSync(path.join(__dirname, `../services/${service}/openapi.json`), 'utf8')) as OpenAPIObject;
  return operationsOf(document).map(({ method, path: template, operation }) => ({
    service: service as string,
    call: `${method.toUpperCase()} ${template}`,
    roles: [...operation['x-roles']!].sort(),
  }));
});
const routed = ROUTES.map((route) => ({
  service: route.service as string,
  call: `${route.method} ${templateOf(route)}`,
  roles: [...route.roles].sort(),
}));

describe('routes.ts and the services mean the same', () => {
  it.each(routed)('$call: the same roles at the door and at $service', ({ service, call, roles }) => {
    expect(documented.find((one) => one.service === service && one.call === call)?.roles).toEqual(roles);
  });

  it('every route of a service is either open to the outside or internal', () => {
    const unrouted = documented.filter(
      ({ service, call }) => !routed.some((one) => one.call === call && (one.service === service || one.service === 'gateway')),
    );
    expect(unrouted.map(({ call }) => call).filter((call) => !/ \/internal\//.test(call))).toEqual([]);
    expect(routed.filter(({ call }) => /internal/.test(call))).toEqual([]);
  });
});
