import { assertMayCall, NOBODY, ROLES, type Principal } from '#libs/service-kit';
import { METHODS_OF, routeOf, ROUTES } from './routes.js';

const CALLERS = ['nobody', ...ROLES] as const;

// One column for each of: nobody, customer, agent, supervisor, engineer, leader, importer, admin.
const VERDICTS = `
POST  /v1/complaints                              x x x x x x x x
GET   /v1/complaints                              . . x x . x x x
GET   /v1/complaints/:id                          . . x x . x x x
GET   /v1/complaints/:id/timeline                 . . x x . x x x
POST  /v1/complaints/:id/withdrawal               . . x x . . x x
GET   /v1/tracking                                . x . . . . . .
GET   /v1/tracking/withdrawal                     . x . . . . . .
POST  /v1/tracking/withdrawal                     . x . . . . . .
GET   /v1/tracking/resolution                     . x . . . . . .
POST  /v1/tracking/messages                       . x . . . . . .
POST  /v1/tracking/acceptance                     . x . . . . . .
POST  /v1/tracking/decline                        . x . . . . . .
POST  /v1/tracking/reopening                      . x . . . . . .
POST  /v1/teams                                   . . . x . . x x
GET   /v1/teams                                   . . x x . x x x
POST  /v1/agents                                  . . . x . . x x
GET   /v1/agents                                  . . x x . x x x
GET   /v1/agents/:id                              . . x x . x x x
PATCH /v1/agents/:id                              . . . x . . x x
GET   /v1/queue                                   . . x x . x x x
GET   /v1/assignments                             . . x x . x x x
GET   /v1/assignments/:complaintId                . . x x . x x x
POST  /v1/assignments/:complaintId/take           . . x x . . . .
POST  /v1/assignments/:complaintId/release        . . x x . . . x
POST  /v1/assignments/:complaintId/transfer       . . x x . . . x
GET   /v1/resolutions                             . . x x . x x x
GET   /v1/resolutions/:complaintId                . . x x . x x x
POST  /v1/resolutions/:complaintId/findings       . . x x . . x x
POST  /v1/resolutions/:complaintId/messages       . . x x . . x x
POST  /v1/resolutions/:complaintId/proposals      . . x x . . x x
POST  /v1/resolutions/:complaintId/acceptance     . . x x . . x x
POST  /v1/resolutions/:complaintId/decline        . . x x . . x x
POST  /v1/resolutions/:complaintId/closure        . . x x . . x x
POST  /v1/resolutions/:complaintId/reopening      . . x x . . x x
GET   /v1/cause-records                           . . x x x x x x
GET   /v1/problems                                . . x x x x x x
GET   /v1/problems/:id                            . . x x x x x x
POST  /v1/problems/:id/closure                    . . . x . x x x
GET   /v1/fix-tasks                               . . x x x x x x
GET   /v1/fix-tasks/:id                           . . x x x x x x
PATCH /v1/fix-tasks/:id                           . . . x x x x x
POST  /v1/fix-tasks/:id/start                     . . . . x . x x
POST  /v1/fix-tasks/:id/ship                      . . . . x . x x
GET   /v1/metrics                                 . . x x x x x x
POST  /v1/reviews                                 . . . x . . x x
GET   /v1/events/intake/flow                      . . . . . . . x
GET   /v1/events/intake/parked                    . . . . . . . x
GET   /v1/events/intake/parked/:id                . . . . . . . x
POST  /v1/events/intake/redrives                  . . . . . . . x
POST  /v1/events/intake/discards                  . . . . . . . x
GET   /v1/events/intake/refused                   . . . . . . . x
GET   /v1/events/intake/refused/:id               . . . . . . . x
POST  /v1/events/intake/refused/redrives          . . . . . . . x
POST  /v1/events/intake/refused/discards          . . . . . . . x
GET   /v1/events/assignment/flow                  . . . . . . . x
GET   /v1/events/assignment/parked                . . . . . . . x
GET   /v1/events/assignment/parked/:id            . . . . . . . x
POST  /v1/events/assignment/redrives              . . . . . . . x
POST  /v1/events/assignment/discards              . . . . . . . x
GET   /v1/events/assignment/refused               . . . . . . . x
GET   /v1/events/assignment/refused/:id           . . . . . . . x
POST  /v1/events/assignment/refused/redrives      . . . . . . . x
POST  /v1/events/assignment/refused/discards      . . . . . . . x
GET   /v1/events/resolution/flow                  . . . . . . . x
GET   /v1/events/resolution/parked                . . . . . . . x
GET   /v1/events/resolution/parked/:id            . . . . . . . x
POST  /v1/events/resolution/redrives              . . . . . . . x
POST  /v1/events/resolution/discards              . . . . . . . x
GET   /v1/events/resolution/refused               . . . . . . . x
GET   /v1/events/resolution/refused/:id           . . . . . . . x
POST  /v1/events/resolution/refused/redrives      . . . . . . . x
POST  /v1/events/resolution/refused/discards      . . . . . . . x
GET   /v1/events/improvement/flow                 . . . . . . . x
GET   /v1/events/improvement/parked               . . . . . . . x
GET   /v1/events/improvement/parked/:id           . . . . . . . x
POST  /v1/events/improvement/redrives             . . . . . . . x
POST  /v1/events/improvement/discards             . . . . . . . x
GET   /v1/events/improvement/refused              . . . . . . . x
GET   /v1/events/improvement/refused/:id          . . . . . . . x
POST  /v1/events/improvement/refused/redrives     . . . . . . . x
POST  /v1/events/improvement/refused/discards     . . . . . . . x
`;

const rows = VERDICTS.trim()
  .split('\n')
  .map((line) => line.split(/\s+/))
  .map(([method, path, ...marks]) => ({ method: method!, path: path!, marks }));

const cases = rows.flatMap(({ method, path, marks }) =>
  CALLERS.map((caller, index) => ({ caller, call: `${method} ${path}`, method, path, verdict: marks[index] === 'x' ? 'may' : 'may not' })),
);

function verdictOn(caller: (typeof CALLERS)[number], method: string, path: string): string {
  const principal: Principal = caller === 'nobody' ? NOBODY : { subject: 'somebody', roles: [caller] };
  try {
    assertMayCall(principal, routeOf(method, path)!.roles);
    return 'may';
  } catch (refused) {
    expect(refused).toMatchObject({ status: caller === 'nobody' ? 401 : 403 });
    return 'may not';
  }
}

it('the table here has every route and nothing else', () => {
  expect(rows.map(({ method, path }) => `${method} ${path}`)).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`));
});

it.each(cases)('$caller $verdict $call', ({ caller, method, path, verdict }) => expect(verdictOn(caller, method, path)).toBe(verdict));

it('two roles may what one of them may', () => {
  expect(() => assertMayCall({ subject: 'minji', roles: ['engineer', 'leader'] }, routeOf('GET', '/v1/complaints')!.roles)).not.toThrow();
});

it('no route stands twice, and none is internal', () => {
  const calls = ROUTES.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(calls).size).toBe(calls.length);
  expect(calls.filter((call) => !call.includes(' /v1/'))).toEqual([]);
});

it('knows all methods of a path, HEAD for GET, and nothing else', () => {
  expect(METHODS_OF.get('/v1/agents/:id')).toEqual(['GET', 'PATCH']);
  expect(routeOf('HEAD', '/v1/agents/:id')).toBe(routeOf('GET', '/v1/agents/:id'));
  expect([routeOf('HEAD', '/v1/reviews'), routeOf('DELETE', '/v1/agents/:id'), routeOf('GET', undefined)]).toEqual([undefined, undefined, undefined]);
});
