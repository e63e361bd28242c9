import { NotFound } from '#libs/domain-kit';
import { Allow, ApiReply, Caller, createOnce, CONFIG, signTrackingSession, WithoutIdempotencyKey } from '#libs/service-kit';
import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { withdrawComplaint } from '../commands/withdraw-complaint.js';
import { withdrawalMeans } from '../domain/timeline.js';
import type { IntakeConfig } from '../intake.config.js';
import { complaintById } from '../queries/complaint-view.js';
import { complaintByToken } from '../queries/complaint-by-token.js';
import { canWithdraw, trackComplaint } from '../queries/track-complaint.js';
import { withdrawnReply } from './complaints.controller.js';
import { SessionBody, SessionReply, TrackingView, WithdrawalExplained, WithdrawBody, WithdrawnReply } from './schemas.js';

/** What customers see and do with their tracking token; every route looks only at the one complaint of the session. */
@Controller()
export class TrackingController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** For the gateway, which does not route it outwards: a tracking token for a short session. */
  @Post('internal/tracking-sessions')
  @WithoutIdempotencyKey()
  @Allow('public')
  @ApiReply(200, SessionReply)
  async session(@Body({ schema: SessionBody }) { token }: z.infer<typeof SessionBody>) {
    const complaintId = await complaintByToken(this.db.manager, token);
    if (!complaintId) throw new NotFound('complaint');
    return { session: await signTrackingSession({ complaintId, audience: this.config.AUTH_AUDIENCE }, this.config.TRACKING_SECRET) };
  }

  @Get('v1/tracking')
  @Allow('customer')
  @ApiReply(200, TrackingView)
  track(@Caller() caller: Caller) {
    return trackComplaint(this.db.manager, caller.complaintId!);
  }

  @Get('v1/tracking/withdrawal')
  @Allow('customer')
  @ApiReply(200, WithdrawalExplained)
  async explainWithdrawal(@Caller() caller: Caller) {
    const { complaint, handling } = await complaintById(this.db.manager, caller.complaintId!);
    return { means: withdrawalMeans(complaint), canWithdraw: canWithdraw(complaint, handling) };
  }

  @Post('v1/tracking/withdrawal')
  @Allow('customer')
  @ApiReply(200, WithdrawnReply)
  withdraw(@Body({ schema: WithdrawBody }) _body: z.infer<typeof WithdrawBody>, @Caller() caller: Caller) {
    return createOnce(this.db, caller, async (work) => withdrawnReply(await withdrawComplaint(work, caller.complaintId!)));
  }
}
