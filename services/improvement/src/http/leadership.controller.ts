import { Allow, ApiReply, Caller, createOnce, decodeCursor, pageOf, pageSchema } from '#libs/service-kit';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { reviewDay, RULES, type Rules } from '../commands/review-day.js';
import { causeRecords } from '../queries/cause-records.js';
import { counts } from '../queries/counts.js';
import type { After } from '../queries/keyset.js';
import { metrics } from '../queries/metrics.js';
import * as s from './schemas.js';

/** The figures, the complaints behind them, and the judging of a day. */
@Controller('v1')
export class LeadershipController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(RULES) private readonly rules: Rules,
  ) {}

  @Get('metrics')
  @Allow('agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin')
  @ApiReply(200, s.MetricsReply)
  metrics(@Query({ schema: s.MetricsQuery }) { only }: z.infer<typeof s.MetricsQuery>): Promise<z.input<typeof s.MetricsReply>> {
    return only === 'counts' ? counts(this.db.manager) : metrics(this.db.manager, this.rules.recurrence);
  }

  @Get('cause-records')
  @Allow('agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin')
  @ApiReply(200, pageSchema(s.CauseRecordReply))
  async causeRecords(@Query({ schema: s.CauseRecordQuery }) { limit, cursor, ...filter }: z.infer<typeof s.CauseRecordQuery>) {
    const listing = { name: 'cause-records', filter };
    const after = decodeCursor(listing, cursor) as After | undefined;
    return pageOf(listing, await causeRecords(this.db.manager, { ...filter, after, limit }), limit, (last) => [last.occurredAt, last.id]);
  }

  @Post('reviews')
  @Allow('supervisor', 'importer', 'admin')
  @ApiReply(200, s.ReviewReply)
  review(@Body({ schema: s.ReviewBody }) { asOf }: z.infer<typeof s.ReviewBody>, @Caller() caller: Caller) {
    return createOnce(this.db, caller, (work) => reviewDay(work, { asOf, scope: 'everything' }, this.rules));
  }
}
