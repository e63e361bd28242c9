import type { Work } from '#libs/messaging';
import { Allow, ApiReply, Caller, createOnce, decodeCursor, IfMatch, pageOf, pageSchema, uuidParam } from '#libs/service-kit';
import { Body, Controller, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { planFixTask } from '../commands/plan-fix-task.js';
import { shipFixTask } from '../commands/ship-fix-task.js';
import { startFixTask } from '../commands/start-fix-task.js';
import { fixTaskList, fixTaskOf, type FixTaskView } from '../queries/fix-tasks.js';
import type { After } from '../queries/keyset.js';
import * as s from './schemas.js';

/** What engineering is asked to do, with its expected effect as a number. */
@Controller('v1/fix-tasks')
export class FixTasksController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Allow('agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin')
  @ApiReply(200, pageSchema(s.FixTaskReply))
  async list(@Query({ schema: s.FixTaskQuery }) { limit, cursor, ...filter }: z.infer<typeof s.FixTaskQuery>) {
    const listing = { name: 'fix-tasks', filter };
    const after = decodeCursor(listing, cursor) as After | undefined;
    return pageOf(listing, await fixTaskList(this.db.manager, { ...filter, after, limit }), limit, (last) => [last.openedAt, last.fixTaskId]);
  }

  @Get(':id')
  @Allow('agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin')
  @ApiReply(200, s.FixTaskReply)
  read(@Param('id', { schema: uuidParam }) id: string) {
    return fixTaskOf(this.db.manager, id);
  }

  @Patch(':id')
  @Allow('engineer', 'supervisor', 'leader', 'importer', 'admin')
  @ApiReply(200, s.FixTaskReply)
  plan(
    @Param('id', { schema: uuidParam }) fixTaskId: string,
    @Body({ schema: s.PlanBody }) plan: z.infer<typeof s.PlanBody>,
    @IfMatch() seen: number | undefined,
    @Caller() caller: Caller,
  ) {
    return this.change(caller, fixTaskId, (work) => planFixTask(work, { fixTaskId, seen, ...plan }));
  }

  @Post(':id/start')
  @Allow('engineer', 'importer', 'admin')
  @ApiReply(200, s.FixTaskReply)
  start(
    @Param('id', { schema: uuidParam }) fixTaskId: string,
    @Body({ schema: s.StartBody }) _body: z.infer<typeof s.StartBody>,
    @IfMatch() seen: number | undefined,
    @Caller() caller: Caller,
  ) {
    const isStated = caller.now !== undefined;
    return this.change(caller, fixTaskId, (work) => startFixTask(work, { fixTaskId, isStated, seen }));
  }

  @Post(':id/ship')
  @Allow('engineer', 'importer', 'admin')
  @ApiReply(200, s.FixTaskReply)
  ship(
    @Param('id', { schema: uuidParam }) fixTaskId: string,
    @Body({ schema: s.ShipBody }) { note }: z.infer<typeof s.ShipBody>,
    @IfMatch() seen: number | undefined,
    @Caller() caller: Caller,
  ) {
    const historical = caller.now !== undefined; // a stated moment: today's clock has no say in when it is judged
    return this.change(caller, fixTaskId, (work) => shipFixTask(work, { fixTaskId, note, historical, seen }));
  }

  private change(caller: Caller, fixTaskId: string, command: (work: Work) => Promise<void>): Promise<FixTaskView> {
    return createOnce(this.db, caller, async (work) => {
      await command(work);
      return fixTaskOf(work.tx, fixTaskId);
    });
  }
}
