import { anAgent, anAssignment } from '../../test/builders.js';
import { requireMayMove, requireRoom, roomOf } from './agent.js';

describe('C21 the room that an agent has', () => {
  it.each([
    [{ capacity: 5, openCount: 2 }, 3],
    [{ capacity: 5, openCount: 5 }, 0],
    [{ capacity: 2, openCount: 5 }, 0], // the capacity was lowered
    [{ capacity: 5, openCount: 7, pastCount: 4 }, 2],
  ])('%p: %i', (load, room) => expect(roomOf(anAgent(load))).toBe(room));

  const full = anAgent({ openCount: 5 });
  const away = anAgent({ available: false });

  it('is needed for one more, whoever decides', () => {
    for (const decidedBy of ['themselves', 'another'] as const) {
      expect(() => requireRoom(full, anAssignment(), decidedBy)).toThrow(expect.objectContaining({ code: 'agent.at-capacity', refusal: 'conflict' }));
      expect(() => requireRoom(anAgent({ openCount: 4 }), anAssignment(), decidedBy)).not.toThrow();
    }
  });

  it('nobody hands a complaint to somebody who is away; who is away may take one', () => {
    expect(() => requireRoom(away, anAssignment(), 'another')).toThrow(expect.objectContaining({ code: 'agent.unavailable' }));
    expect(() => requireRoom(away, anAssignment(), 'themselves')).not.toThrow();
  });

  it('is not needed for past work', () => {
    const past = anAssignment({ historical: true });
    for (const agent of [full, away]) expect(() => requireRoom(agent, past, 'another')).not.toThrow();
  });
});

describe('C51 who moves an assignment', () => {
  const minji = anAgent({ subject: 'minji' });

  it.each([
    ['the agent who has it', { subject: 'minji', roles: ['agent'] }],
    ['a supervisor', { subject: 'sora', roles: ['supervisor'] }],
    ['an admin', { subject: 'root', roles: ['admin'] }],
  ])('%s may', (_, person) => expect(() => requireMayMove(person, minji)).not.toThrow());

  it.each([
    ['another agent', minji],
    ['an agent, of what nobody has', null],
  ])('%s may not', (_, holder) => {
    expect(() => requireMayMove({ subject: 'ravi', roles: ['agent'] }, holder)).toThrow(
      expect.objectContaining({ code: 'assignment.not-yours', refusal: 'forbidden' }),
    );
  });
});
