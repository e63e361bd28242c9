import { Allow, ApiReply, uuidParam } from '#libs/service-kit';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { agentOf } from '../queries/agents.js';
import { DisplayNameReply } from './schemas.js';

/**
 * What the gateway asks for the customer's status view. Open to whoever reaches this port:
 * services listen on the loopback or a private network only, and the gateway routes nothing below /internal.
 */
@Controller('internal/agents')
export class InternalController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get(':id/display-name')
  @Allow('public')
  @ApiReply(200, DisplayNameReply)
  async displayName(@Param('id', { schema: uuidParam }) id: string) {
    return { displayName: (await agentOf(this.db.manager, id)).displayName };
  }
}
