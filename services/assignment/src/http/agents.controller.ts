import { runWork } from '#libs/messaging';
import { Allow, ApiReply, Caller, createOnce, decodeCursor, IfMatch, pageOf, uuidParam } from '#libs/service-kit';
import { Body, Controller, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { changeAgent } from '../commands/change-agent.js';
import { registerAgent } from '../commands/register-agent.js';
import { agentList, agentOf } from '../queries/agents.js';
import { AgentBody, AgentChanges, AgentPage, AgentReply, PageQuery } from './schemas.js';

const AGENTS = { name: 'agents' };

/** The people who handle complaints: what they can do, whether they are here, and how much they have. */
@Controller('v1/agents')
export class AgentsController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Post()
  @Allow('supervisor', 'admin', 'importer')
  @ApiReply(201, AgentReply)
  register(@Body({ schema: AgentBody }) body: z.infer<typeof AgentBody>, @Caller() caller: Caller) {
    return createOnce(this.db, caller, async (work) => agentOf(work.tx, await registerAgent(work, body)));
  }

  @Get()
  @Allow('agent', 'supervisor', 'leader', 'admin', 'importer')
  @ApiReply(200, AgentPage)
  async list(@Query({ schema: PageQuery }) { limit, cursor }: z.infer<typeof PageQuery>) {
    const after = decodeCursor(AGENTS, cursor)?.[0] as string | undefined;
    return pageOf(AGENTS, await agentList(this.db.manager, { limit, after }), limit, (last) => [last.id]);
  }

  @Get(':id')
  @Allow('agent', 'supervisor', 'leader', 'admin', 'importer')
  @ApiReply(200, AgentReply)
  read(@Param('id', { schema: uuidParam }) id: string) {
    return agentOf(this.db.manager, id);
  }

  @Patch(':id')
  @Allow('supervisor', 'admin', 'importer')
  @ApiReply(200, AgentReply)
  change(
    @Param('id', { schema: uuidParam }) agentId: string,
    @Body({ schema: AgentChanges }) changes: z.infer<typeof AgentChanges>,
    @IfMatch() version: number | undefined,
    @Caller() caller: Caller,
  ) {
    return runWork(this.db, caller, async (work) => {
      await changeAgent(work, { agentId, version, changes });
      return agentOf(work.tx, agentId);
    });
  }
}
