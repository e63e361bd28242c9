import type { Audience } from '#libs/service-kit';

export type Service = 'intake' | 'assignment' | 'resolution' | 'improvement';
export type Method = 'GET' | 'POST' | 'PATCH';

/** One thing that the outside may ask for. */
export interface Route {
  method: Method;
  path: string;
  /** Who answers; `gateway` puts it together from several services. */
  service: Service | 'gateway';
  roles: readonly Audience[];
}

const CUSTOMER = ['customer'] as const;
const READERS = ['agent', 'supervisor', 'leader', 'admin', 'importer'] as const;
const EVERYBODY = ['agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin'] as const;
const HANDLERS = ['agent', 'supervisor', 'admin', 'importer'] as const;
const ORGANISERS = ['supervisor', 'admin', 'importer'] as const;
const ENGINEERS = ['engineer', 'importer', 'admin'] as const;

const table: readonly [Method, path: string, Route['service'], roles: readonly Audience[]][] = [
  ['POST', '/v1/complaints', 'intake', ['public', 'agent', 'supervisor', 'importer', 'admin']],
  ['GET', '/v1/complaints', 'intake', READERS],
  ['GET', '/v1/complaints/:id', 'intake', READERS],
  ['GET', '/v1/complaints/:id/timeline', 'intake', READERS],
  ['POST', '/v1/complaints/:id/withdrawal', 'intake', HANDLERS],

  ['GET', '/v1/tracking', 'gateway', CUSTOMER],
  ['GET', '/v1/tracking/withdrawal', 'intake', CUSTOMER],
  ['POST', '/v1/tracking/withdrawal', 'intake', CUSTOMER],
  ['GET', '/v1/tracking/resolution', 'resolution', CUSTOMER],
  ['POST', '/v1/tracking/messages', 'resolution', CUSTOMER],
  ['POST', '/v1/tracking/acceptance', 'resolution', CUSTOMER],
  ['POST', '/v1/tracking/decline', 'resolution', CUSTOMER],
  ['POST', '/v1/tracking/reopening', 'resolution', CUSTOMER],

  ['POST', '/v1/teams', 'assignment', ORGANISERS],
  ['GET', '/v1/teams', 'assignment', READERS],
  ['POST', '/v1/agents', 'assignment', ORGANISERS],
  ['GET', '/v1/agents', 'assignment', READERS],
  ['GET', '/v1/agents/:id', 'assignment', READERS],
  ['PATCH', '/v1/agents/:id', 'assignment', ORGANISERS],
  ['GET', '/v1/queue', 'assignment', READERS],
  ['GET', '/v1/assignments', 'assignment', READERS],
  ['GET', '/v1/assignments/:complaintId', 'assignment', READERS],
  ['POST', '/v1/assignments/:complaintId/take', 'assignment', ['agent', 'supervisor']],
  ['POST', '/v1/assignments/:complaintId/release', 'assignment', ['agent', 'supervisor', 'admin']],
  ['POST', '/v1/assignments/:complaintId/transfer', 'assignment', ['agent', 'supervisor', 'admin']],

  ['GET', '/v1/resolutions', 'resolution', READERS],
  ['GET', '/v1/resolutions/:complaintId', 'resolution', READERS],
  ['POST', '/v1/resolutions/:complaintId/findings', 'resolution', HANDLERS],
  ['POST', '/v1/resolutions/:complaintId/messages', 'resolution', HANDLERS],
  ['POST', '/v1/resolutions/:complaintId/proposals', 'resolution', HANDLERS],
  ['POST', '/v1/resolutions/:complaintId/acceptance', 'resolution', HANDLERS],
  ['POST', '/v1/resolutions/:complaintId/decline', 'resolution', HANDLERS],
  ['POST', '/v1/resolutions/:complaintId/closure', 'resolution', HANDLERS],
  ['POST', '/v1/resolutions/:complaintId/reopening', 'resolution', HANDLERS],

  ['GET', '/v1/cause-records', 'improvement', EVERYBODY],
  ['GET', '/v1/problems', 'improvement', EVERYBODY],
  ['GET', '/v1/problems/:id', 'improvement', EVERYBODY],
  ['POST', '/v1/problems/:id/closure', 'improvement', ['supervisor', 'leader', 'importer', 'admin']],
  ['GET', '/v1/fix-tasks', 'improvement', EVERYBODY],
  ['GET', '/v1/fix-tasks/:id', 'improvement', EVERYBODY],
  ['PATCH', '/v1/fix-tasks/:id', 'improvement', ['engineer', 'supervisor', 'leader', 'importer', 'admin']],
  ['POST', '/v1/fix-tasks/:id/start', 'improvement', ENGINEERS],
  ['POST', '/v1/fix-tasks/:id/ship', 'improvement', ENGINEERS],
  ['GET', '/v1/metrics', 'improvement', EVERYBODY],
  ['POST', '/v1/reviews', 'improvement', ORGANISERS],
];

/** Everything that exists for the outside. What does not stand here is a 404, whatever the services can do. */
export const ROUTES: readonly Route[] = table.map(([method, path, service, roles]) => ({ method, path, service, roles }));

/** Every path with the methods that it knows. */
export const METHODS_OF: ReadonlyMap<string, readonly Method[]> = new Map(
  ROUTES.map(({ path }) => [path, ROUTES.filter((route) => route.path === path).map(({ method }) => method)]),
);

const byMethodAndPath = new Map(ROUTES.flatMap((route) => keysOf(route).map((key) => [key, route] as const)));

/** The route of a request, by its method and the template that its path matched. */
export function routeOf(method: string, template: string | undefined): Route | undefined {
  return byMethodAndPath.get(`${method} ${template}`);
}

// Who may read something may ask for its headers.
function keysOf({ method, path }: Route): string[] {
  return method === 'GET' ? [`GET ${path}`, `HEAD ${path}`] : [`${method} ${path}`];
}
