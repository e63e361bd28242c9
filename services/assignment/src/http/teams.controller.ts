import { Allow, ApiReply, Caller, createOnce, decodeCursor, pageOf } from '#libs/service-kit';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { createTeam } from '../commands/create-team.js';
import { teamList } from '../queries/agents.js';
import { PageQuery, TeamBody, TeamPage, TeamReply } from './schemas.js';

const TEAMS = { name: 'teams' };

/** Teams and the products they answer for. */
@Controller('v1/teams')
export class TeamsController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Post()
  @Allow('supervisor', 'admin', 'importer')
  @ApiReply(201, TeamReply)
  create(@Body({ schema: TeamBody }) body: z.infer<typeof TeamBody>, @Caller() caller: Caller) {
    return createOnce(this.db, caller, (work) => createTeam(work, body));
  }

  @Get()
  @Allow('agent', 'supervisor', 'leader', 'admin', 'importer')
  @ApiReply(200, TeamPage)
  async list(@Query({ schema: PageQuery }) { limit, cursor }: z.infer<typeof PageQuery>) {
    const after = decodeCursor(TEAMS, cursor)?.[0] as string | undefined;
    return pageOf(TEAMS, await teamList(this.db.manager, { limit, after }), limit, (last) => [last.id]);
  }
}
