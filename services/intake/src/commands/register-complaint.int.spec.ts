import { runWork, type Work } from '#libs/messaging';
import type { StartedService } from '#libs/test-kit';
import { referenceFor } from '../domain/reference.js';
import { emptyIntake, startIntake } from '../../test/counter.js';
import type { Contact } from '../store/insert-complaint.js';
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

describe('customers of complaints that come together', () => {
  const tracking = { secret: 'secret', days: 30 };
  const registerTogether = (contacts: readonly Contact[]): Promise<Registered[]> =>
    runWork(intake.db, { actor: 'customer' }, (work) => {
      const shares = contacts.map((contact) => ({ work, input: { ...TOLD, contact } }));
      return registerComplaints(work.tx, shares, tracking);
    });
  const customers = () => intake.db.query('select email, phone from customer order by email, phone');
  const complaints = () =>
    intake.db.query(
      'select k.email, k.phone, count(*)::int as told from complaint left join customer k on k.id = customer_id group by 1, 2 order by 1, 2',
    );

  it('nobody is lost: whoever shares a telephone number with somebody who is known by another is kept with it', async () => {
    const [ana, phone] = [{ email: 'ana@example.org', phone: '+821011110000' }, '+821022220000'];
    await register([], { contact: ana });
    await registerTogether([{ ...ana, phone }, { phone }]);
    expect(await customers()).toEqual([ana, { email: null, phone }]);
    expect(await complaints()).toEqual([
      { ...ana, told: 2 },
      { email: null, phone, told: 1 },
    ]);
  });

  it('whoever names the e-mail address of one and the telephone of another is the one of the e-mail address', async () => {
    const [ana, ben] = [
      { email: 'ana@example.org', phone: null },
      { email: null, phone: '+821011110000' },
    ];
    await register([], { contact: { phone: ben.phone } }); // known longer
    await register([], { contact: { email: ana.email } });
    await register([], { contact: { email: ana.email, phone: ben.phone } });
    expect(await complaints()).toEqual([
      { ...ana, told: 2 },
      { ...ben, told: 1 },
    ]);
  });

  it('the same address twice is one person, with all addresses that were told', async () => {
    const both = { email: 'ben@example.org', phone: '+821033330000' };
    await registerTogether([{ phone: both.phone }, both, { email: both.email }, { email: 'cho@example.org', phone: both.phone }, {}]);
    expect(await customers()).toEqual([both]);
    expect(await complaints()).toEqual([
      { ...both, told: 4 },
      { email: null, phone: null, told: 1 },
    ]);
  });
});
