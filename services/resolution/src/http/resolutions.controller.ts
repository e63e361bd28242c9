import { Allow, ApiReply, Caller, decodeCursor, IfMatch, pageOf, pageSchema, uuidParam, type Page } from '#libs/service-kit';
import type { Work } from '#libs/messaging';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { acceptResolution } from '../commands/accept-resolution.js';
import { closeComplaint } from '../commands/close-complaint.js';
import { declineResolution } from '../commands/decline-resolution.js';
import { POLICY, type ResolutionPolicy } from '../commands/policy.js';
import { proposeResolution } from '../commands/propose-resolution.js';
import { recordFinding } from '../commands/record-finding.js';
import { reopenComplaint } from '../commands/reopen-complaint.js';
import { sendMessage } from '../commands/send-message.js';
import { resolutionList, type ResolutionLine } from '../queries/resolution-list.js';
import { resolutionFile, resolutionView, type ResolutionFile, type ResolutionView } from '../queries/resolution-view.js';
import * as s from './schemas.js';
import { Writing } from './writing.js';

const HANDLERS = ['agent', 'supervisor', 'admin', 'importer'] as const;
const READERS = [...HANDLERS, 'leader'] as const;

/** What staff do to put a complaint right. */
@Controller('v1/resolutions')
export class ResolutionsController {
  constructor(
    private readonly db: DataSource,
    @Inject(POLICY) private readonly policy: ResolutionPolicy,
    private readonly writing: Writing,
  ) {}

  @Get()
  @Allow(...READERS)
  @ApiReply(200, pageSchema(s.ResolutionLineReply))
  async list(@Query({ schema: s.ListQuery }) { limit, cursor, ...filter }: z.infer<typeof s.ListQuery>): Promise<Page<ResolutionLine>> {
    const listing = { name: 'resolutions', filter };
    const before = decodeCursor(listing, cursor)?.[0] as string | undefined;
    return pageOf(listing, await resolutionList(this.db, { ...filter, before, limit }), limit, ({ complaintId }) => [complaintId]);
  }

  @Get(':complaintId')
  @Allow(...READERS)
  @ApiReply(200, s.ResolutionFileReply)
  read(@Param('complaintId', { schema: uuidParam }) complaintId: string): Promise<ResolutionFile> {
    return resolutionFile(this.db, complaintId, this.policy);
  }

  @Post(':complaintId/findings')
  @Allow(...HANDLERS)
  @ApiReply(201, s.FindingReply)
  find(
    @Param('complaintId', { schema: uuidParam }) complaintId: string,
    @Body({ schema: s.WordsBody }) { text }: z.infer<typeof s.WordsBody>,
    @Caller() by: Caller,
  ): Promise<z.input<typeof s.FindingReply>> {
    return this.writing.createOnce(by, complaintId, async (work) => {
      const { id, ...finding } = await recordFinding(work, { complaintId, by, text });
      return { findingId: id, ...finding };
    });
  }

  @Post(':complaintId/messages')
  @Allow(...HANDLERS)
  @ApiReply(201, s.MessageReply)
  write(
    @Param('complaintId', { schema: uuidParam }) complaintId: string,
    @Body({ schema: s.WordsBody }) { text }: z.infer<typeof s.WordsBody>,
    @Caller() by: Caller,
  ): Promise<z.input<typeof s.MessageReply>> {
    return this.writing.createOnce(by, complaintId, async (work) => {
      const { id, ...message } = await sendMessage(work, { complaintId, by, text });
      return { messageId: id, ...message };
    });
  }

  @Post(':complaintId/proposals')
  @Allow(...HANDLERS)
  @ApiReply(201, s.ResolutionReply)
  propose(
    @Param('complaintId', { schema: uuidParam }) complaintId: string,
    @Body({ schema: s.ProposalBody }) proposal: z.infer<typeof s.ProposalBody>,
    @IfMatch() expectedVersion: number | undefined,
    @Caller() by: Caller,
  ): Promise<ResolutionView> {
    return this.change(by, complaintId, (work) => proposeResolution(work, { complaintId, by, expectedVersion, ...proposal, policy: this.policy }));
  }

  @Post(':complaintId/acceptance')
  @Allow(...HANDLERS)
  @ApiReply(200, s.ResolutionReply)
  accept(
    @Param('complaintId', { schema: uuidParam }) complaintId: string,
    @Body({ schema: s.AcceptanceBody }) _: z.infer<typeof s.AcceptanceBody>,
    @IfMatch() expectedVersion: number | undefined,
    @Caller() by: Caller,
  ): Promise<ResolutionView> {
    return this.change(by, complaintId, (work) => acceptResolution(work, { complaintId, by, expectedVersion }));
  }

  @Post(':complaintId/decline')
  @Allow(...HANDLERS)
  @ApiReply(200, s.ResolutionReply)
  decline(
    @Param('complaintId', { schema: uuidParam }) complaintId: string,
    @Body({ schema: s.DeclineBody }) body: z.infer<typeof s.DeclineBody>,
    @IfMatch() expectedVersion: number | undefined,
    @Caller() by: Caller,
  ): Promise<ResolutionView> {
    return this.change(by, complaintId, (work) => declineResolution(work, { complaintId, by, expectedVersion, ...body }));
  }

  @Post(':complaintId/closure')
  @Allow(...HANDLERS)
  @ApiReply(200, s.ResolutionReply)
  close(
    @Param('complaintId', { schema: uuidParam }) complaintId: string,
    @Body({ schema: s.ClosureBody }) body: z.infer<typeof s.ClosureBody>,
    @IfMatch() expectedVersion: number | undefined,
    @Caller() by: Caller,
  ): Promise<ResolutionView> {
    return this.change(by, complaintId, (work) => closeComplaint(work, { complaintId, by, expectedVersion, ...body, policy: this.policy }));
  }

  @Post(':complaintId/reopening')
  @Allow(...HANDLERS)
  @ApiReply(200, s.ResolutionReply)
  reopen(
    @Param('complaintId', { schema: uuidParam }) complaintId: string,
    @Body({ schema: s.ReopeningBody }) { reason }: z.infer<typeof s.ReopeningBody>,
    @IfMatch() expectedVersion: number | undefined,
    @Caller() by: Caller,
  ): Promise<ResolutionView> {
    return this.change(by, complaintId, (work) => reopenComplaint(work, { complaintId, by, expectedVersion, reason, policy: this.policy }));
  }

  private change(by: Caller, complaintId: string, command: (work: Work) => ReturnType<typeof acceptResolution>): Promise<ResolutionView> {
    return this.writing.createOnce(by, complaintId, async (work) => resolutionView(await command(work), work.now, this.policy));
  }
}
