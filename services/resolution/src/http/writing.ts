import { CommandCombiner, type Work } from '#libs/messaging';
import { createOnceBy, type Caller } from '#libs/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How everybody's commands are stored: those that are asked for at the same moment share a transaction, those about one complaint take turns. */
@Injectable()
export class Writing {
  private readonly commands: CommandCombiner;

  constructor(private readonly db: DataSource) {
    this.commands = new CommandCombiner(db);
  }

  /** Runs a command about a complaint, once for each Idempotency-Key. */
  createOnce<T>(by: Caller, complaintId: string, command: (work: Work) => Promise<T>): Promise<T> {
    return createOnceBy(this.db, by, (lastly) => this.commands.run(by, complaintId, command, lastly));
  }
}
