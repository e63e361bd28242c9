import { ParkedEvents, RefusedEvents } from '#libs/messaging';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { parkedEventsControllerFor } from './parked-events.controller.js';
import { refusedEventsControllerFor } from './refused-events.controller.js';

/** Lets an administrator see and mend what got stuck in a service, under `/v1/events/<service>`. */
@Module({})
export class ParkedEventsModule {
  static forService(service: string): DynamicModule {
    return {
      module: ParkedEventsModule,
      controllers: [parkedEventsControllerFor(service), refusedEventsControllerFor(service)],
      providers: [ParkedEvents, RefusedEvents].map((mended) => ({
        provide: mended,
        useFactory: (db: DataSource) => new mended(db),
        inject: [DataSource],
      })),
    };
  }
}
