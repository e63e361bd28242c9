import { MessagingModule } from '#libs/messaging';
import { CONFIG, DatabaseModule, ParkedEventsModule } from '#libs/service-kit';
import { Module } from '@nestjs/common';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { answerPolicyOf, type AssignmentConfig } from './assignment.config.js';
import { hears } from './handlers/index.js';
import { AgentsController } from './http/agents.controller.js';
import { AssignmentsController } from './http/assignments.controller.js';
import { InternalController } from './http/internal.controller.js';
import { QueueController } from './http/queue.controller.js';
import { QueueGauges } from './http/queue-gauges.js';
import { TeamsController } from './http/teams.controller.js';
import { sweepOverdue } from './schedule/escalate-overdue.js';
import { sweepQueue } from './schedule/route-queue.js';
import { Sweeps } from './schedule/sweeps.js';
import { assignmentDatabase } from './store/database.js';

/** Who works on which complaint, and until when. */
@Module({
  imports: [
    DatabaseModule.forService(assignmentDatabase),
    ParkedEventsModule.forService('assignment'),
    MessagingModule.forService({ service: 'assignment', hears: (config: AssignmentConfig) => hears(answerPolicyOf(config)), inject: [CONFIG] }),
    ScheduleModule.forRoot(),
  ],
  controllers: [AssignmentsController, QueueController, AgentsController, TeamsController, InternalController],
  providers: [
    { provide: QueueGauges, useFactory: (db: DataSource) => new QueueGauges(db), inject: [DataSource] },
    {
      provide: Sweeps,
      useFactory: (registry: SchedulerRegistry, db: DataSource, config: AssignmentConfig) =>
        new Sweeps(registry, [
          { name: 'escalate-overdue', everySeconds: config.ASSIGNMENT_ESCALATE_EVERY_SECONDS, run: () => sweepOverdue(db, answerPolicyOf(config)) },
          { name: 'route-queue', everySeconds: config.ASSIGNMENT_ROUTE_QUEUE_EVERY_SECONDS, run: () => sweepQueue(db) },
        ]),
      inject: [SchedulerRegistry, DataSource, CONFIG],
    },
  ],
})
export class AssignmentModule {}
