import { IllegalTransition, NotFound } from '#libs/domain-kit';
import { Allow, ApiReply, Caller } from '#libs/service-kit';
import type { Work } from '#libs/messaging';
import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { acceptResolution } from '../commands/accept-resolution.js';
import { declineResolution } from '../commands/decline-resolution.js';
import { POLICY, type ResolutionPolicy } from '../commands/policy.js';
import { reopenComplaint } from '../commands/reopen-complaint.js';
import { sendMessage } from '../commands/send-message.js';
import { notBegun } from '../domain/errors.js';
import { trackedResolution, trackingState, type TrackedResolution } from '../queries/tracking-view.js';
import * as s from './schemas.js';
import { Writing } from './writing.js';

const OF_CUSTOMERS = ['send-message', 'accept', 'decline', 'reopen', 'withdraw'];

type TrackingState = ReturnType<typeof trackingState>;

/** What customers see and do themselves; their session names the one complaint that is theirs. */
@Controller('v1/tracking')
export class TrackingController {
  constructor(
    private readonly db: DataSource,
    @Inject(POLICY) private readonly policy: ResolutionPolicy,
    private readonly writing: Writing,
  ) {}

  @Get('resolution')
  @Allow('customer')
  @ApiReply(200, s.TrackedResolutionReply)
  read(@Caller() by: Caller): Promise<TrackedResolution> {
    return trackedResolution(this.db, by.complaintId!, this.policy).catch(forCustomers('not-found'));
  }

  @Post('messages')
  @Allow('customer')
  @ApiReply(201, s.TrackedMessageReply)
  write(@Body({ schema: s.WordsBody }) { text }: z.infer<typeof s.WordsBody>, @Caller() by: Caller): Promise<z.input<typeof s.TrackedMessageReply>> {
    return this.writing
      .createOnce(by, by.complaintId!, async (work) => {
        const { id, from, sentAt } = await sendMessage(work, { complaintId: by.complaintId!, by, text });
        return { messageId: id, from, text, sentAt };
      })
      .catch(forCustomers('conflict'));
  }

  @Post('acceptance')
  @Allow('customer')
  @ApiReply(200, s.TrackedStateReply)
  accept(@Body({ schema: s.AcceptanceBody }) _: z.infer<typeof s.AcceptanceBody>, @Caller() by: Caller): Promise<TrackingState> {
    return this.change(by, (work, complaintId) => acceptResolution(work, { complaintId, by }));
  }

  @Post('decline')
  @Allow('customer')
  @ApiReply(200, s.TrackedStateReply)
  decline(@Body({ schema: s.DeclineBody }) body: z.infer<typeof s.DeclineBody>, @Caller() by: Caller): Promise<TrackingState> {
    return this.change(by, (work, complaintId) => declineResolution(work, { complaintId, by, ...body }));
  }

  @Post('reopening')
  @Allow('customer')
  @ApiReply(200, s.TrackedStateReply)
  reopen(@Body({ schema: s.ReopeningBody }) { reason }: z.infer<typeof s.ReopeningBody>, @Caller() by: Caller): Promise<TrackingState> {
    return this.change(by, (work, complaintId) => reopenComplaint(work, { complaintId, by, reason, policy: this.policy }));
  }

  private change(by: Caller, command: (work: Work, complaintId: string) => ReturnType<typeof acceptResolution>): Promise<TrackingState> {
    const changed = this.writing.createOnce(by, by.complaintId!, async (work) =>
      trackingState(await command(work, by.complaintId!), work.now, this.policy),
    );
    return changed.catch(forCustomers('conflict'));
  }
}

/** What is refused, told to the customer: their complaint exists, and only their own steps are offered. */
function forCustomers(unknown: 'not-found' | 'conflict'): (error: unknown) => never {
  return (error) => {
    if (error instanceof NotFound) throw notBegun(unknown);
    throw error instanceof IllegalTransition ? error.among(OF_CUSTOMERS) : error;
  };
}
