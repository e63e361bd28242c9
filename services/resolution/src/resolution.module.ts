import { MessagingModule } from '#libs/messaging';
import { CONFIG, DatabaseModule, ParkedEventsModule } from '#libs/service-kit';
import { Module } from '@nestjs/common';
import { POLICY } from './commands/policy.js';
import { hears } from './handlers/index.js';
import { ResolutionsController } from './http/resolutions.controller.js';
import { TrackingController } from './http/tracking.controller.js';
import { Writing } from './http/writing.js';
import { policyOf } from './resolution.config.js';
import { resolutionDatabase } from './store/database.js';

/** What we found, what we offered, and how it ended. */
@Module({
  imports: [
    DatabaseModule.forService(resolutionDatabase),
    ParkedEventsModule.forService('resolution'),
    MessagingModule.forService({ service: 'resolution', hears }),
  ],
  controllers: [ResolutionsController, TrackingController],
  providers: [Writing, { provide: POLICY, useFactory: policyOf, inject: [CONFIG] }],
})
export class ResolutionModule {}
