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
  /** What it is for, in the words of whoever calls it. */
  summary: string;
}

const CUSTOMER = ['customer'] as const;
const READERS = ['agent', 'supervisor', 'leader', 'admin', 'importer'] as const;
const EVERYBODY = ['agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin'] as const;
const HANDLERS = ['agent', 'supervisor', 'admin', 'importer'] as const;
const ORGANISERS = ['supervisor', 'admin', 'importer'] as const;
const ENGINEERS = ['engineer', 'importer', 'admin'] as const;

const table: readonly [Method, path: string, Route['service'], roles: readonly Audience[], summary: string][] = [
  [
    'POST',
    '/v1/complaints',
    'intake',
    ['public', 'agent', 'supervisor', 'importer', 'admin'],
    'Register a complaint, question, praise or suggestion',
  ],
  ['GET', '/v1/complaints', 'intake', READERS, 'List complaints, newest first'],
  ['GET', '/v1/complaints/:id', 'intake', READERS, 'Read a complaint'],
  ['GET', '/v1/complaints/:id/timeline', 'intake', READERS, 'Read what happened to a complaint'],
  ['POST', '/v1/complaints/:id/withdrawal', 'intake', HANDLERS, 'Withdraw a complaint for the customer'],

  ['GET', '/v1/tracking', 'gateway', CUSTOMER, 'See where my complaint stands'],
  ['GET', '/v1/tracking/withdrawal', 'intake', CUSTOMER, 'See what withdrawing would mean'],
  ['POST', '/v1/tracking/withdrawal', 'intake', CUSTOMER, 'Withdraw my complaint'],
  ['GET', '/v1/tracking/resolution', 'resolution', CUSTOMER, 'See the decision and the conversation'],
  ['POST', '/v1/tracking/messages', 'resolution', CUSTOMER, 'Write to whoever handles my complaint'],
  ['POST', '/v1/tracking/acceptance', 'resolution', CUSTOMER, 'Accept the decision'],
  ['POST', '/v1/tracking/decline', 'resolution', CUSTOMER, 'Decline the decision'],
  ['POST', '/v1/tracking/reopening', 'resolution', CUSTOMER, 'Reopen my complaint'],

  ['POST', '/v1/teams', 'assignment', ORGANISERS, 'Found a team'],
  ['GET', '/v1/teams', 'assignment', READERS, 'List teams'],
  ['POST', '/v1/agents', 'assignment', ORGANISERS, 'Enter an agent'],
  ['GET', '/v1/agents', 'assignment', READERS, 'List agents'],
  ['GET', '/v1/agents/:id', 'assignment', READERS, 'Read an agent'],
  ['PATCH', '/v1/agents/:id', 'assignment', ORGANISERS, 'Change what an agent can do and take'],
  ['GET', '/v1/queue', 'assignment', READERS, 'List what waits for somebody'],
  ['GET', '/v1/assignments', 'assignment', READERS, 'List who works on what'],
  ['GET', '/v1/assignments/:complaintId', 'assignment', READERS, 'Read who works on a complaint, and until when'],
  ['POST', '/v1/assignments/:complaintId/take', 'assignment', ['agent', 'supervisor'], 'Take a complaint'],
  ['POST', '/v1/assignments/:complaintId/release', 'assignment', ['agent', 'supervisor', 'admin'], 'Give a complaint back to the queue'],
  ['POST', '/v1/assignments/:complaintId/transfer', 'assignment', ['agent', 'supervisor', 'admin'], 'Hand a complaint to another agent'],

  ['GET', '/v1/resolutions', 'resolution', READERS, 'List investigations and decisions'],
  ['GET', '/v1/resolutions/:complaintId', 'resolution', READERS, 'Read the file of a complaint'],
  ['POST', '/v1/resolutions/:complaintId/findings', 'resolution', HANDLERS, 'Note what was found out'],
  ['POST', '/v1/resolutions/:complaintId/messages', 'resolution', HANDLERS, 'Write to the customer'],
  ['POST', '/v1/resolutions/:complaintId/proposals', 'resolution', HANDLERS, 'Decide, with reasons and redress'],
  ['POST', '/v1/resolutions/:complaintId/acceptance', 'resolution', HANDLERS, 'Note that the customer accepts'],
  ['POST', '/v1/resolutions/:complaintId/decline', 'resolution', HANDLERS, 'Note that the customer declines'],
  ['POST', '/v1/resolutions/:complaintId/closure', 'resolution', HANDLERS, 'Close a complaint with its cause'],
  ['POST', '/v1/resolutions/:complaintId/reopening', 'resolution', HANDLERS, 'Reopen a complaint for the customer'],

  ['GET', '/v1/cause-records', 'improvement', EVERYBODY, 'List the causes of closed complaints'],
  ['GET', '/v1/problems', 'improvement', EVERYBODY, 'List problems'],
  ['GET', '/v1/problems/:id', 'improvement', EVERYBODY, 'Read a problem with its evidence'],
  ['POST', '/v1/problems/:id/closure', 'improvement', ['supervisor', 'leader', 'importer', 'admin'], 'Close a problem whose fix held'],
  ['GET', '/v1/fix-tasks', 'improvement', EVERYBODY, 'List fix tasks'],
  ['GET', '/v1/fix-tasks/:id', 'improvement', EVERYBODY, 'Read a fix task with its verdicts'],
  ['PATCH', '/v1/fix-tasks/:id', 'improvement', ['engineer', 'supervisor', 'leader', 'importer', 'admin'], 'Plan a fix task'],
  ['POST', '/v1/fix-tasks/:id/start', 'improvement', ENGINEERS, 'Begin a fix'],
  ['POST', '/v1/fix-tasks/:id/ship', 'improvement', ENGINEERS, 'Report a fix as shipped'],
  ['GET', '/v1/metrics', 'improvement', EVERYBODY, 'Read counts, times and problems before and after their fixes'],
  ['POST', '/v1/reviews', 'improvement', ORGANISERS, 'Judge a day now: recurrence and effect of fixes'],
];

// The same for every service that hears events.
const eventOperations = (service: Service): typeof table => [
  ['GET', `/v1/events/${service}/flow`, service, ['admin'], `See what flows in ${service} and what does not: outbox, lag, parked events`],
  ['GET', `/v1/events/${service}/parked`, service, ['admin'], `List the events that ${service} could not apply yet`],
  ['GET', `/v1/events/${service}/parked/:id`, service, ['admin'], `Read an event that ${service} could not apply yet`],
  ['POST', `/v1/events/${service}/redrives`, service, ['admin'], `Let ${service} try parked events again`],
  ['POST', `/v1/events/${service}/discards`, service, ['admin'], `Give parked events of ${service} up for good`],
  ['GET', `/v1/events/${service}/refused`, service, ['admin'], `List the events of ${service} that the log did not take`],
  ['GET', `/v1/events/${service}/refused/:id`, service, ['admin'], `Read an event of ${service} that the log did not take`],
  ['POST', `/v1/events/${service}/refused/redrives`, service, ['admin'], `Let ${service} send refused events again`],
  ['POST', `/v1/events/${service}/refused/discards`, service, ['admin'], `Give refused events of ${service} up for good`],
];
const everything = [...table, ...(['intake', 'assignment', 'resolution', 'improvement'] as const).flatMap(eventOperations)];

/** Everything that exists for the outside. What does not stand here is a 404, whatever the services can do. */
export const ROUTES: readonly Route[] = everything.map(([method, path, service, roles, summary]) => ({ method, path, service, roles, summary }));

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
