import { DomainError, mustBeAt } from '#libs/domain-kit';
import { WorkCombiner } from '#libs/messaging';
import {
  Allow,
  ApiReply,
  Caller,
  createOnce,
  createOnceBy,
  decodeCursor,
  IfMatch,
  pageOf,
  uuidParam,
  CONFIG,
  type Creating,
} from '#libs/service-kit';
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { registerComplaints, type RegisterComplaint, type Registered } from '../commands/register-complaint.js';
import { withdrawComplaint } from '../commands/withdraw-complaint.js';
import type { Complaint } from '../domain/complaint.js';
import { trackingTokenFor } from '../domain/tracking-token.js';
import type { IntakeConfig } from '../intake.config.js';
import { complaintById, complaintView, listComplaints } from '../queries/complaint-view.js';
import { timelineOf } from '../queries/track-complaint.js';
import {
  ComplaintPage,
  ComplaintView,
  ListQuery,
  RegisterBody,
  RegisteredSchema,
  TimelineView,
  WithdrawBody,
  WithdrawnReply,
  type RegisteredReply,
} from './schemas.js';

const STAFF = ['agent', 'supervisor', 'leader', 'admin', 'importer'] as const;
/** Who records what a customer said, and assesses it; everybody else tells us for themselves. */
const RECORDERS = ['agent', 'supervisor', 'importer', 'admin'] as const;

/** Of them, who may act in every complaint. */
const FOR_EVERY_COMPLAINT = ['supervisor', 'importer', 'admin'] as const;

/** What recorders say of a complaint, and nobody of their own. */
const ASSESSED = ['severity', 'impact', 'urgency'] as const;

/** What customers told us: registered, found again, taken back. */
@Controller('v1/complaints')
export class ComplaintsController {
  private readonly registering: WorkCombiner<RegisterComplaint, Registered>;

  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {
    const tracking = { secret: config.TRACKING_SECRET, days: config.INTAKE_TRACKING_DAYS };
    this.registering = new WorkCombiner(db, (tx, shares) => registerComplaints(tx, shares, tracking));
  }

  @Post()
  @Allow('public', ...RECORDERS)
  @ApiReply(201, RegisteredSchema, 'Registered and acknowledged.')
  @ApiReply(200, RegisteredSchema, 'This message of this channel is known already: the complaint that it made.')
  register(
    @Body({ schema: RegisterBody }) body: z.infer<typeof RegisterBody>,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { severity, impact, urgency, customer, ...told } = body;
    const byStaff = RECORDERS.some((role) => caller.roles.includes(role));
    const assessed = ASSESSED.find((name) => body[name] !== undefined);
    if (!byStaff && assessed !== undefined) throw onlyStaffAssess(assessed);
    const input: RegisterComplaint = {
      contact: customer,
      assessment: { severity, impact, urgency },
      recordedBy: byStaff ? caller.subject : null,
      historical: caller.now !== undefined,
      ...told,
    };
    let fresh: string | undefined;
    const create: Creating<RegisteredReply> = async (lastly) => {
      const { complaint, trackingToken } = await this.registering.run(caller, input, ({ complaint, isNew }) => {
        reply.status(isNew ? 201 : 200); // both: this may run again, alone, and find something else
        return lastly(registeredReply(complaint));
      });
      fresh = trackingToken;
      return registeredReply(complaint);
    };
    const complete = async (answer: RegisteredReply): Promise<RegisteredReply> => {
      const mayHaveKey = fresh !== undefined || reply.statusCode !== 200 || (await this.mayHaveKey(caller, answer));
      return mayHaveKey ? { trackingToken: fresh ?? this.tokenFor(answer.complaintId), ...answer } : answer;
    };
    return createOnceBy(this.db, caller, create, complete);
  }

  @Get()
  @Allow(...STAFF)
  @ApiReply(200, ComplaintPage)
  async list(@Query({ schema: ListQuery }) { limit, cursor, ...filter }: z.infer<typeof ListQuery>) {
    const listing = { name: 'complaints', filter };
    const after = decodeCursor(listing, cursor) as [string, string] | undefined;
    const page = pageOf(listing, await listComplaints(this.db.manager, filter, after, limit), limit, ({ complaint }) => [
      complaint.registeredAt,
      complaint.id,
    ]);
    return { ...page, items: page.items.map(complaintView) };
  }

  @Get(':id')
  @Allow(...STAFF)
  @ApiReply(200, ComplaintView)
  async show(@Param('id', { schema: uuidParam }) id: string) {
    return complaintView(await complaintById(this.db.manager, id));
  }

  @Get(':id/timeline')
  @Allow(...STAFF)
  @ApiReply(200, TimelineView)
  async timeline(@Param('id', { schema: uuidParam }) id: string) {
    const { complaint } = await complaintById(this.db.manager, id);
    return { items: await timelineOf(this.db.manager, complaint) };
  }

  @Post(':id/withdrawal')
  @Allow(...RECORDERS)
  @ApiReply(200, WithdrawnReply)
  withdraw(
    @Param('id', { schema: uuidParam }) id: string,
    @Body({ schema: WithdrawBody }) _body: z.infer<typeof WithdrawBody>,
    @IfMatch() version: number | undefined,
    @Caller() caller: Caller,
  ) {
    const check = (complaint: Complaint): void => mustBeAt('complaint', complaint, version);
    const isStated = caller.now !== undefined;
    return createOnce(this.db, caller, async (work) => withdrawnReply(await withdrawComplaint(work, id, { check, isStated })));
  }

  /** The id of a message must not give an agent the customer's key to a complaint that they did not record. */
  private async mayHaveKey(caller: Caller, { complaintId }: RegisteredReply): Promise<boolean> {
    if (!handlesOnlyOwn(caller)) return true;
    return (await complaintById(this.db.manager, complaintId)).complaint.recordedBy === caller.subject;
  }

  private tokenFor(complaintId: string): string {
    return trackingTokenFor(complaintId, this.config.TRACKING_SECRET);
  }
}

/** What the one who withdrew gets back. */
export function withdrawnReply({ id: complaintId, reference, status, withdrawnAt, version }: Complaint) {
  return { complaintId, reference, status, withdrawnAt: withdrawnAt!.toISOString(), version };
}

function registeredReply({
  id,
  reference,
  kind,
  status,
  priority,
  ruleVersion,
  occurredAt,
  registeredAt,
  acknowledgedAt,
}: Complaint): RegisteredReply {
  return {
    complaintId: id,
    occurredAt: occurredAt.toISOString(),
    registeredAt: registeredAt.toISOString(),
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    ...{ reference, kind, status, priority, ruleVersion },
  };
}

function handlesOnlyOwn({ roles }: Caller): boolean {
  return roles.includes('agent') && !FOR_EVERY_COMPLAINT.some((role) => roles.includes(role));
}

function onlyStaffAssess(field: (typeof ASSESSED)[number]): DomainError {
  return new DomainError('complaint.assessment-not-allowed', 'Only staff assess severity, impact and urgency.', 'forbidden', {
    field: `/${field}`,
    remedy: 'Leave severity, impact and urgency out.',
  });
}
