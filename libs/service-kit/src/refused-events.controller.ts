import { NotFound } from '#libs/domain-kit';
import { RefusedEvents, type RefusedSelection } from '#libs/messaging';
import { Body, Controller, Get, Inject, Param, Post, Query, type Type } from '@nestjs/common';
import type { z } from 'zod';
import { ApiReply } from './api-reply.js';
import { Allow } from './auth/allow.js';
import { Caller } from './auth/caller.js';
import { pageSchema } from './fields.js';
import { decodeCursor, pageOf } from './keyset.js';
import { WithoutIdempotencyKey } from './openapi-headers.js';
import { parkedId } from './parked-events.schemas.js';
import * as s from './refused-events.schemas.js';

/** What the log did not take from a service, under `/v1/events/<service>/refused`. */
export function refusedEventsControllerFor(service: string): Type {
  @Controller(`v1/events/${service}/refused`)
  class RefusedEventsController {
    constructor(@Inject(RefusedEvents) private readonly refused: RefusedEvents) {}

    @Get()
    @Allow('admin')
    @ApiReply(200, pageSchema(s.RefusedEventReply))
    async list(@Query({ schema: s.RefusedQuery }) { limit, cursor, ...selection }: z.infer<typeof s.RefusedQuery>) {
      const listing = { name: `refused events of ${service}`, filter: selection };
      const [after] = (decodeCursor(listing, cursor) as [number] | undefined) ?? [];
      return pageOf(listing, await this.refused.list(selection, { after, limit }), limit, ({ id }) => [id]);
    }

    @Get(':id')
    @Allow('admin')
    @ApiReply(200, s.RefusedEventInFullReply)
    async read(@Param('id', { schema: parkedId }) id: number) {
      const found = await this.refused.show(id);
      if (!found) throw new NotFound('refused-event');
      return found;
    }

    @Post('redrives')
    @WithoutIdempotencyKey()
    @Allow('admin')
    @ApiReply(200, s.RefusedDecidedReply, 'What is tried again, or with dryRun would be.')
    redrive(@Body({ schema: s.RefusedRedriveBody }) body: z.infer<typeof s.RefusedRedriveBody>, @Caller() caller: Caller) {
      return this.refused.redrive(selectionIn(body), { actor: caller.actor, why: body.why, dryRun: body.dryRun });
    }

    @Post('discards')
    @WithoutIdempotencyKey()
    @Allow('admin')
    @ApiReply(200, s.RefusedDecidedReply, 'What was given up, or with dryRun would be.')
    discard(@Body({ schema: s.RefusedDiscardBody }) body: z.infer<typeof s.RefusedDiscardBody>, @Caller() caller: Caller) {
      return this.refused.discard(selectionIn(body), { actor: caller.actor, why: body.why, dryRun: body.dryRun });
    }
  }
  // The operations of all services stand in one document, by the names of their controllers.
  const name = `${service[0]!.toUpperCase()}${service.slice(1)}RefusedEventsController`;
  Object.defineProperty(RefusedEventsController, 'name', { value: name });
  return RefusedEventsController;
}

function selectionIn({ ids, key, reason }: z.infer<typeof s.RefusedRedriveBody>): RefusedSelection {
  return { ids, key, reason };
}
