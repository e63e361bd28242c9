import { Allow, ApiReply } from '#libs/service-kit';
import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { trackingView } from '../tracking-view.js';
import { TrackedComplaint } from './schemas.js';

/** The one screen that needs several services. */
@Controller('v1/tracking')
export class TrackingController {
  constructor(private readonly services: Services) {}

  @Get()
  @Allow('customer')
  @ApiReply(200, TrackedComplaint)
  track(@Req() request: FastifyRequest) {
    return trackingView(this.services, request);
  }
}
