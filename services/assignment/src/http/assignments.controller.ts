import { Allow, ApiReply, Caller, createOnce, decodeCursor, IfMatch, pageOf, uuidParam } from '#libs/service-kit';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { releaseComplaint } from '../commands/release-complaint.js';
import { takeComplaint } from '../commands/take-complaint.js';
import { transferComplaint } from '../commands/transfer-complaint.js';
import { agentIdOf, assignmentList } from '../queries/assignment-list.js';
import { assignmentOf } from '../queries/assignment-view.js';
import { AssignmentPage, AssignmentQuery, AssignmentReply, ReleaseBody, TakeBody, TransferBody } from './schemas.js';

/** Who works on what. */
@Controller('v1/assignments')
export class AssignmentsController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Allow('agent', 'supervisor', 'leader', 'admin', 'importer')
  @ApiReply(200, AssignmentPage)
  async list(@Query({ schema: AssignmentQuery }) { limit, cursor, ...filter }: z.infer<typeof AssignmentQuery>, @Caller() caller: Caller) {
    const listing = { name: 'assignments', filter };
    const agentId = filter.agentId === 'me' ? await agentIdOf(this.db.manager, caller.subject) : filter.agentId;
    if (filter.agentId === 'me' && agentId === undefined) return { items: [], nextCursor: null }; // not an agent: has nothing
    const after = decodeCursor(listing, cursor)?.[0] as string | undefined;
    return pageOf(listing, await assignmentList(this.db.manager, { ...filter, agentId, after, limit }), limit, (last) => [last.id]);
  }

  @Get(':complaintId')
  @Allow('agent', 'supervisor', 'leader', 'admin', 'importer')
  @ApiReply(200, AssignmentReply)
  read(@Param('complaintId', { schema: uuidParam }) complaintId: string) {
    return assignmentOf(this.db.manager, complaintId);
  }

  @Post(':complaintId/take')
  @Allow('agent', 'supervisor')
  @ApiReply(200, AssignmentReply)
  take(
    @Param('complaintId', { schema: uuidParam }) complaintId: string,
    @Body({ schema: TakeBody }) _body: z.infer<typeof TakeBody>,
    @Caller() caller: Caller,
  ) {
    return createOnce(this.db, caller, async (work) => {
      await takeComplaint(work, { complaintId, person: caller });
      return assignmentOf(work.tx, complaintId);
    });
  }

  @Post(':complaintId/release')
  @Allow('agent', 'supervisor', 'admin')
  @ApiReply(200, AssignmentReply)
  release(
    @Param('complaintId', { schema: uuidParam }) complaintId: string,
    @Body({ schema: ReleaseBody }) { reason }: z.infer<typeof ReleaseBody>,
    @IfMatch() version: number | undefined,
    @Caller() caller: Caller,
  ) {
    return createOnce(this.db, caller, async (work) => {
      await releaseComplaint(work, { complaintId, reason, version, person: caller });
      return assignmentOf(work.tx, complaintId);
    });
  }

  @Post(':complaintId/transfer')
  @Allow('agent', 'supervisor', 'admin')
  @ApiReply(200, AssignmentReply)
  transfer(
    @Param('complaintId', { schema: uuidParam }) complaintId: string,
    @Body({ schema: TransferBody }) { agentId }: z.infer<typeof TransferBody>,
    @IfMatch() version: number | undefined,
    @Caller() caller: Caller,
  ) {
    return createOnce(this.db, caller, async (work) => {
      await transferComplaint(work, { complaintId, agentId, version, person: caller });
      return assignmentOf(work.tx, complaintId);
    });
  }
}
