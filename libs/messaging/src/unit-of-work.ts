import type { DomainEvent } from '#libs/contracts';
import { v7 as uuidv7 } from 'uuid';
import type { EntityManager } from 'typeorm';
import { toHeaders } from './envelope.js';
import type { OutboxRow } from './outbox.js';
import type { Statement } from './transaction.js';
import type { Work, WorkContext } from './work.js';

/** The one implementation of `Work`: collects events and turns them into outbox rows for the commit. */
export class UnitOfWork implements Work {
  readonly now: Date;
  readonly actor: string;
  readonly correlationId: string;
  /** What is to be written with the commit. */
  readonly stored: Statement[] = [];
  private readonly emitted: DomainEvent[] = [];

  constructor(
    readonly tx: EntityManager,
    private readonly context: WorkContext,
  ) {
    this.now = context.now ?? new Date();
    this.actor = context.actor;
    this.correlationId = context.correlationId ?? this.newId();
  }

  newId(): string {
    return uuidv7();
  }

  store(statement: Statement): void {
    this.stored.push(statement);
  }

  emit(event: DomainEvent): void {
    this.emitted.push(event);
  }

  /** What this work has to tell, in the order of `emit`. */
  outboxRows(source: string): OutboxRow[] {
    return this.emitted.map((event) => {
      const id = this.newId();
      const headers = toHeaders({
        id,
        type: event.type,
        source,
        key: event.key,
        sequence: 0, // numbered by the database while it holds the lock of the key
        time: this.now,
        correlationId: this.correlationId,
        causationId: this.context.causationId,
        traceparent: this.context.traceparent,
      });
      return { id, topic: event.topic, key: event.key, type: event.type, headers, payload: JSON.stringify(event.data) };
    });
  }
}
