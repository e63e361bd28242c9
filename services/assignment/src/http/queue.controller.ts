import { Allow, ApiReply, decodeCursor, pageOf } from '#libs/service-kit';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { queueFrom, type QueuePlace } from '../queries/queue.js';
import { PageQuery, QueuePage } from './schemas.js';

const QUEUE = { name: 'queue' };

/** What waits for somebody: never silently nobody. */
@Controller('v1/queue')
export class QueueController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Allow('agent', 'supervisor', 'leader', 'admin', 'importer')
  @ApiReply(200, QueuePage)
  async list(@Query({ schema: PageQuery }) { limit, cursor }: z.infer<typeof PageQuery>) {
    const after = decodeCursor(QUEUE, cursor) as QueuePlace | undefined;
    return pageOf(QUEUE, await queueFrom(this.db.manager, limit, after), limit, (last) => [last.priorityRank, last.queuedAt, last.id]);
  }
}
