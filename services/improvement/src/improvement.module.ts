import { MessagingModule } from '#libs/messaging';
import { CONFIG, DatabaseModule, ParkedEventsModule } from '#libs/service-kit';
import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { RULES } from './commands/review-day.js';
import { hears } from './handlers/index.js';
import { FixTasksController } from './http/fix-tasks.controller.js';
import { LeadershipController } from './http/leadership.controller.js';
import { ProblemsController } from './http/problems.controller.js';
import { rulesOf, type ImprovementConfig } from './improvement.config.js';
import { DailyReview, REVIEW_EVERY_SECONDS } from './schedule/daily-review.js';
import { improvementDatabase } from './store/database.js';

/** Why it keeps happening, and whether the fix worked. */
@Module({
  imports: [
    DatabaseModule.forService(improvementDatabase),
    ParkedEventsModule.forService('improvement'),
    MessagingModule.forService({ service: 'improvement', hears: (config: ImprovementConfig) => hears(rulesOf(config)), inject: [CONFIG] }),
    ScheduleModule.forRoot(),
  ],
  controllers: [ProblemsController, FixTasksController, LeadershipController],
  providers: [
    { provide: RULES, useFactory: (config: ImprovementConfig) => rulesOf(config), inject: [CONFIG] },
    { provide: REVIEW_EVERY_SECONDS, useFactory: (config: ImprovementConfig) => config.IMPROVEMENT_REVIEW_EVERY_SECONDS, inject: [CONFIG] },
    DailyReview,
  ],
})
export class ImprovementModule {}
