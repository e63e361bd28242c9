import { emptyHistory, type History, type HistoryNote, type LoggedRecord } from './history.js';

type Draft = { -readonly [Part in keyof History]: History[Part] extends readonly (infer One)[] ? One[] : History[Part] };

/** A history as lists that a test may change. */
export function draftOf(history: History): Draft {
  const copies = Object.entries(history).map(([name, part]) => [
    name,
    Array.isArray(part) ? part.map((one: object | string) => (typeof one === 'string' ? one : { ...one })) : part,
  ]);
  return Object.fromEntries(copies) as Draft;
}

const HEARERS = [
  { service: 'resolution', handler: 'resolution.react', types: ['said.v1'] },
  { service: 'improvement', handler: 'improvement.count', types: ['said.v1', 'reacted.v1'] },
];

/** A small company for tests of the checker: intake says something, resolution reacts to it, improvement counts both. */
export class Run {
  readonly notes: HistoryNote[] = [];
  readonly log: LoggedRecord[] = [];
  private readonly heads = new Map<string, { service: string; key: string; lastSequence: number }>();
  private clock = 0;

  /** Intake says something about the key, all of it goes its way. */
  saysAndAllFollow(key: string): void {
    this.followed(this.sent(this.emitted('intake', key, 'said.v1')));
  }

  emitted(service: string, key: string, type: string, cause: string | null = null): HistoryNote {
    const head = this.heads.get(`${service} ${key}`) ?? { service, key, lastSequence: 0 };
    this.heads.set(`${service} ${key}`, head);
    head.lastSequence += 1;
    const eventId = `${service}-${key}-${head.lastSequence}`;
    return this.note({ service, kind: 'emitted', key, source: service, sequence: head.lastSequence, eventId, type, handler: null, cause });
  }

  /** Puts it into the log, as often as it is called. */
  sent(event: HistoryNote): HistoryNote {
    const { key, source, sequence, eventId, type } = event;
    const topic = `${source}.events`;
    const partition = [...key].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 2;
    const offset = this.log.filter((record) => record.topic === topic && record.partition === partition).length;
    this.log.push({ topic, partition, offset, key, source, sequence, eventId, type, at: (this.clock += 1) });
    return event;
  }

  applied(handler: string, { key, source, sequence, eventId, type }: HistoryNote): void {
    this.note({ service: handler.split('.')[0]!, kind: 'applied', key, source, sequence, eventId, type, handler, cause: null });
  }

  /** All who hear an event that intake said do what they do. */
  followed(said: HistoryNote): void {
    this.applied('improvement.count', said);
    this.applied('resolution.react', said);
    this.applied('improvement.count', this.sent(this.emitted('resolution', said.key, 'reacted.v1', said.eventId)));
  }

  /** What a reader of the databases would have found afterwards. */
  history(): History {
    const said = this.notes.filter(({ kind, type }) => kind === 'emitted' && type === 'said.v1');
    const times = (key: string): number => said.filter((event) => event.key === key).length;
    const counted = this.notes.filter(({ handler }) => handler === 'improvement.count').length;
    return {
      ...emptyHistory,
      notes: this.notes,
      log: this.log,
      hearers: HEARERS,
      heads: [...this.heads.values()],
      claims: [...new Set(said.map(({ key }) => key))].map((key) => ({ service: 'intake', key, type: 'said.v1', times: times(key) })),
      claimedTypes: ['said.v1'],
      counters: [{ name: 'counted', stored: counted, recomputed: counted }],
      accepted: said.map(({ key, eventId }) => ({ request: eventId, service: 'intake', key, type: 'said.v1' })),
    };
  }

  private note(note: Omit<HistoryNote, 'seq' | 'at'>): HistoryNote {
    const whole = { ...note, seq: this.notes.length + 1, at: (this.clock += 1) };
    this.notes.push(whole);
    return whole;
  }
}
