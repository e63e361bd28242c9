import { runWork, type Work } from '#libs/messaging';
import type { StartedService } from '#libs/test-kit';
import { referenceFor } from '../domain/reference.js';
import { emptyIntake, startIntake } from '../../test/counter.js';
import { registerComplaints, type RegisterComplaint, type Registered } from './register-complaint.js';

let intake: StartedService;
beforeAll(async () => (intake = await startIntake()));
afterAll(() => intake.stop());
beforeEach(() => emptyIntake(intake));

const TOLD: RegisterComplaint = {
  channel: 'app',
  kind: 'complaint',
  text: 'The soup was cold.',
  product: 'delivery',
  category: 'quality',
  language: 'en',
  contact: {},
  needsCare: [],
  assessment: {},
  recordedBy: null,
  historical: false,
};

/** Registers one complaint; the ids of work are drawn from `ids` as long as there are some. */
async function register(ids: string[], told: Partial<RegisterComplaint> = {}): Promise<Registered> {
  const registered = await runWork(intake.db, { actor: 'customer' }, (work) => {
    const drawing = Object.assign(Object.create(work) as Work, { newId: () => ids.shift() ?? work.newId() });
    return registerComplaints(work.tx, [{ work: drawing, input: { ...TOLD, ...told } }], { secret: 'secret', days: 30 });
  });
  return registered[0]!;
}

/** The n-th id; those that end alike have the same reference. */
const anId = (n: number, ending = n): string => `${String(n).padStart(8, '0')}-6120-7413-8b2b-${String(ending).padStart(12, '0')}`;

describe('C2 references', () => {
  it('a reference that another complaint has is not given again, and nobody is refused for it: another is drawn', async () => {
    const [taken, next, last] = [anId(1), anId(2, 1), anId(3)];
    await register([taken]);
    const { complaint, isNew, trackingToken } = await register([next, anId(4), last]);
    expect(referenceFor(next, complaint.registeredAt)).toBe(referenceFor(taken, complaint.registeredAt));
    expect({ isNew, id: complaint.id, reference: complaint.reference }).toEqual({
      isNew: true,
      id: last,
      reference: referenceFor(last, complaint.registeredAt),
    });
    expect(trackingToken).toBeDefined();
    expect(await intake.db.query('select key, sequence::int from outbox order by seq')).toEqual([
      { key: taken, sequence: 1 },
      { key: last, sequence: 1 },
    ]);
  });

  it('C3 the same message again is still the same complaint, whatever reference is drawn for it', async () => {
    const first = await register([anId(1)], { externalId: 'msg-1' });
    const again = await register([anId(2, 1)], { externalId: 'msg-1' });
    expect(again).toMatchObject({ isNew: false, complaint: { id: first.complaint.id } });
  });

  it('gives up in words after ten that are taken', async () => {
    await register([anId(1)]);
    const ids = Array.from({ length: 10 }, (_, n) => [anId(n + 2, 1), anId(n + 20)]).flat();
    await expect(register(ids)).rejects.toMatchObject({ code: 'complaint.no-free-reference' });
    expect(ids).toEqual([]);
  });
});
