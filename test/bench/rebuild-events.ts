import { ComplaintClosed, ComplaintRegistered, ComplaintReopened, ComplaintWithdrawn, type DomainEvent } from '#libs/contracts';
import { toHeaders, type ReceivedRecord } from '#libs/messaging';

const FIRST_DAY = Date.parse('2023-01-02T00:00:00Z');
const DAY = 86_400_000;
const YEARS_IN_DAYS = 3 * 365;
const PRODUCTS = 40;
const CAUSES = 60;
/** Events that a complaint has on average: registered, mostly closed, rarely withdrawn, or reopened and closed again. */
const EVENTS_A_COMPLAINT = 2.03;
const LANGUAGES = ['ko', 'en', 'te'] as const;

interface Happening {
  at: number;
  /** Counts the events of this complaint at this service. */
  sequence: number;
  event: DomainEvent;
}

/** The log of a company over three years in the order in which it happened, as a consumer gets it; the same for a seed. */
export function* companyLog(events: number, seed: number): Generator<ReceivedRecord> {
  const company = new Company(seed);
  const aDay = events / EVENTS_A_COMPLAINT / YEARS_IN_DAYS;
  const days = new Map<number, Happening[]>();
  let told = 0;
  let begun = 0;
  for (let day = 0; told < events; day += 1) {
    for (; begun < aDay * (day + 1); begun += 1)
      for (const happening of company.complaint(day)) {
        const on = Math.floor((happening.at - FIRST_DAY) / DAY);
        days.set(on, [...(days.get(on) ?? []), happening]);
      }
    const today = (days.get(day) ?? []).toSorted((a, b) => a.at - b.at);
    days.delete(day);
    for (const happening of today) if (told < events) yield company.record(happening, (told += 1));
  }
}

/** Draws complaints: few causes and products make up most of them, as everywhere (weights by rank, Zipf). */
class Company {
  private made = 0;
  private readonly products = cumulated(PRODUCTS, 0.8);
  private readonly causes = cumulated(CAUSES, 1);
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  complaint(day: number): Happening[] {
    const at = FIRST_DAY + (day + this.chance()) * DAY;
    const occurred = at - this.days(0.7);
    const complaintId = this.id(at);
    const product = `product-${this.pick(this.products)}`;
    const language = LANGUAGES[this.chance() < 0.6 ? 0 : this.chance() < 0.6 ? 1 : 2]!;
    const kind = this.chance() < 0.92 ? ('complaint' as const) : ('question' as const);
    const facts = { ...ComplaintRegistered.example, complaintId, product, language, kind, occurredAt: iso(occurred), registeredAt: iso(at) };
    const told: Happening[] = [{ at, sequence: 1, event: ComplaintRegistered(facts) }];
    if (this.chance() < 0.03) {
      const withdrawnAt = at + this.days(1);
      return [...told, { at: withdrawnAt, sequence: 2, event: ComplaintWithdrawn({ complaintId, withdrawnAt: iso(withdrawnAt) }) }];
    }
    const closing = (cycle: number, closedAt: number): Happening => {
      const cause =
        kind === 'complaint' ? { causeCode: this.chance() < 0.04 ? 'not-yet-known' : `cause-${this.pick(this.causes)}` } : { causeCode: undefined };
      return {
        at: closedAt,
        sequence: 2 * cycle - 1,
        event: ComplaintClosed({ ...ComplaintClosed.example, ...facts, ...cause, cycle, closedAt: iso(closedAt) }),
      };
    };
    const closedAt = at + this.days(3);
    told.push(closing(1, closedAt));
    if (this.chance() < 0.97) return told;
    const reopenedAt = closedAt + this.days(4);
    told.push({
      at: reopenedAt,
      sequence: 2,
      event: ComplaintReopened({ complaintId, cycle: 2, reopenedBy: 'customer', reopenedAt: iso(reopenedAt) }),
    });
    return [...told, closing(2, reopenedAt + this.days(3))];
  }

  record({ at, sequence, event }: Happening, position: number): ReceivedRecord {
    const id = this.id(at);
    const source = `/redress/${event.topic.split('.')[0]}`;
    const headers = toHeaders({ id, type: event.type, source, key: event.key, sequence, time: new Date(at), correlationId: event.key });
    return { topic: event.topic, partition: 0, offset: String(position), key: event.key, headers, value: JSON.stringify(event.data) };
  }

  /** Ids begin with their time, as uuid v7 does. */
  private id(at: number): string {
    this.made += 1;
    const time = Math.floor(at).toString(16).padStart(12, '0');
    const random = Math.floor(this.chance() * 0xfff)
      .toString(16)
      .padStart(3, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${random}-8000-${this.made.toString(16).padStart(12, '0')}`;
  }

  /** Exponentially distributed waiting time in milliseconds, of so many days on average. */
  private days(mean: number): number {
    return -Math.log(1 - this.chance()) * mean * DAY;
  }

  private pick(weights: readonly number[]): number {
    const drawn = this.chance() * weights.at(-1)!;
    return weights.findIndex((sum) => drawn < sum);
  }

  /** A repeatable stream of numbers between 0 and 1 (mulberry32). */
  private chance(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
}

function cumulated(ranks: number, exponent: number): number[] {
  let sum = 0;
  return Array.from({ length: ranks }, (_, rank) => (sum += 1 / (rank + 1) ** exponent));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
