import { NotFound } from '#libs/domain-kit';
import { Messaging, ParkedEvents, type ParkedSelection } from '#libs/messaging';
import { Body, Controller, Get, Inject, Param, Post, Query, type Type } from '@nestjs/common';
import type { z } from 'zod';
import { ApiReply } from './api-reply.js';
import { Allow } from './auth/allow.js';
import { Caller } from './auth/caller.js';
import { pageSchema } from './fields.js';
import { decodeCursor, pageOf } from './keyset.js';
import { WithoutIdempotencyKey } from './openapi-headers.js';
import * as s from './parked-events.schemas.js';

type Chosen = z.infer<typeof s.RedriveBody>;

/** What a service could not apply yet, and what flows in it; a path of its own in every service, because behind the gateway each address leads to one. */
export function parkedEventsControllerFor(service: string): Type {
  @Controller(`v1/events/${service}`)
  class ParkedEventsController {
    constructor(
      @Inject(ParkedEvents) private readonly parked: ParkedEvents,
      @Inject(Messaging) private readonly messaging: Messaging,
    ) {}

    @Get('flow')
    @Allow('admin')
    @ApiReply(200, s.FlowReply)
    flow() {
      return this.messaging.flow();
    }

    @Get('parked')
    @Allow('admin')
    @ApiReply(200, pageSchema(s.ParkedEventReply))
    async list(@Query({ schema: s.ParkedQuery }) { limit, cursor, ...selection }: z.infer<typeof s.ParkedQuery>) {
      const listing = { name: `parked events of ${service}`, filter: selection };
      const [after] = (decodeCursor(listing, cursor) as [number] | undefined) ?? [];
      return pageOf(listing, await this.parked.list(selection, { after, limit }), limit, ({ id }) => [id]);
    }

    @Get('parked/:id')
    @Allow('admin')
    @ApiReply(200, s.ParkedEventInFullReply)
    async read(@Param('id', { schema: s.parkedId }) id: number) {
      const found = await this.parked.show(id);
      if (!found) throw new NotFound('parked-event');
      return found;
    }

    @Post('redrives')
    @WithoutIdempotencyKey()
    @Allow('admin')
    @ApiReply(200, s.DecidedReply, 'What was let go, or with dryRun would be.')
    redrive(@Body({ schema: s.RedriveBody }) body: Chosen, @Caller() caller: Caller) {
      return this.parked.redrive(selectionIn(body), { actor: caller.actor, why: body.why, dryRun: body.dryRun });
    }

    @Post('discards')
    @WithoutIdempotencyKey()
    @Allow('admin')
    @ApiReply(200, s.DecidedReply, 'What was given up, or with dryRun would be.')
    discard(@Body({ schema: s.DiscardBody }) body: z.infer<typeof s.DiscardBody>, @Caller() caller: Caller) {
      return this.parked.discard(selectionIn(body), { actor: caller.actor, why: body.why, dryRun: body.dryRun });
    }
  }
  // The operations of all services stand in one document, by the names of their controllers.
  const name = `${service[0]!.toUpperCase()}${service.slice(1)}EventsController`;
  Object.defineProperty(ParkedEventsController, 'name', { value: name });
  return ParkedEventsController;
}

function selectionIn({ ids, handler, key, reason, state }: Chosen): ParkedSelection {
  return { ids, handler, key, reason, state };
}
