import { Allow, ApiReply, Caller, createOnce, decodeCursor, IfMatch, pageOf, pageSchema, uuidParam } from '#libs/service-kit';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { closeProblem } from '../commands/close-problem.js';
import type { After } from '../queries/keyset.js';
import { problemList, problemOf } from '../queries/problems.js';
import * as s from './schemas.js';

/** Why complaints keep coming, and what was done about it. */
@Controller('v1/problems')
export class ProblemsController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Allow('agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin')
  @ApiReply(200, pageSchema(s.ProblemLineReply))
  async list(@Query({ schema: s.ProblemQuery }) { limit, cursor, ...filter }: z.infer<typeof s.ProblemQuery>) {
    const listing = { name: 'problems', filter };
    const after = decodeCursor(listing, cursor) as After | undefined;
    return pageOf(listing, await problemList(this.db.manager, { ...filter, after, limit }), limit, (last) => [last.openedAt, last.problemId]);
  }

  @Get(':id')
  @Allow('agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin')
  @ApiReply(200, s.ProblemReply)
  read(@Param('id', { schema: uuidParam }) id: string) {
    return problemOf(this.db.manager, id);
  }

  @Post(':id/closure')
  @Allow('supervisor', 'leader', 'importer', 'admin')
  @ApiReply(200, s.ProblemReply)
  close(
    @Param('id', { schema: uuidParam }) problemId: string,
    @Body({ schema: s.ClosureBody }) { note }: z.infer<typeof s.ClosureBody>,
    @IfMatch() seen: number | undefined,
    @Caller() caller: Caller,
  ) {
    const isStated = caller.now !== undefined;
    return createOnce(this.db, caller, async (work) => {
      await closeProblem(work, { problemId, note, isStated, seen });
      return problemOf(work.tx, problemId);
    });
  }
}
