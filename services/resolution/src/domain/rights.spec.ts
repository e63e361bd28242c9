import { NotFound } from '#libs/domain-kit';
import { aResolution, COMPLAINT_ID } from '../../test/builders.js';
import { mustHandle, sideOf, type Acting } from './rights.js';

const minji: Acting = { subject: 'minji', roles: ['agent'] };

describe('who handles a resolution', () => {
  it.each<[string, Acting]>([
    ['the responsible agent', minji],
    ['a supervisor', { subject: 'sora', roles: ['agent', 'supervisor'] }],
    ['an importer', { subject: 'import', roles: ['importer'] }],
    ['an admin', { subject: 'root', roles: ['admin'] }],
    ['the customer of this complaint', { subject: 'session', roles: ['customer'], complaintId: COMPLAINT_ID }],
  ])('%s may', (_, by) => expect(() => mustHandle(aResolution(), by)).not.toThrow());

  it('another agent may not, and learns what to do', () => {
    expect(() => mustHandle(aResolution(), { ...minji, subject: 'jun' })).toThrow(
      expect.objectContaining({
        code: 'resolution.not-yours',
        refusal: 'forbidden',
        details: expect.objectContaining({ remedy: expect.any(String) }),
      }),
    );
  });

  it.each(['leader', 'engineer'])('a %s may not', (role) => {
    expect(() => mustHandle(aResolution(), { subject: 'hana', roles: [role] })).toThrow(expect.objectContaining({ code: 'resolution.not-yours' }));
  });

  it('an agent may not when nobody known is responsible', () => {
    expect(() => mustHandle(aResolution({ agentSubject: null }), minji)).toThrow(expect.objectContaining({ code: 'resolution.not-yours' }));
  });

  it('C51 a foreign customer cannot tell it from one that does not exist', () => {
    const stranger: Acting = { subject: 'session', roles: ['customer'], complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a99' };
    expect(() => mustHandle(aResolution(), stranger)).toThrow(NotFound);
    expect(sideOf(stranger)).toBe('customer');
  });
});
