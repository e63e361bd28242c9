import { MessagingModule } from '#libs/messaging';
import { DatabaseModule, ParkedEventsModule } from '#libs/service-kit';
import { Module } from '@nestjs/common';
import { hears } from './handlers/index.js';
import { ComplaintsController } from './http/complaints.controller.js';
import { TrackingController } from './http/tracking.controller.js';
import { intakeDatabase } from './store/database.js';

/** What the customer told us, and what we told the customer. */
@Module({
  imports: [
    DatabaseModule.forService(intakeDatabase),
    ParkedEventsModule.forService('intake'),
    MessagingModule.forService({ service: 'intake', hears }),
  ],
  controllers: [ComplaintsController, TrackingController],
})
export class IntakeModule {}
