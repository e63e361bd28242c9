import { EntitySchema } from 'typeorm';
import type { TimelineStep } from '../domain/timeline.js';

/** One step that the customer may see. */
export interface TimelineEntry {
  complaintId: string;
  eventId: string;
  step: TimelineStep;
  at: Date;
}

export const TimelineEntryTable = new EntitySchema<TimelineEntry>({
  name: 'timeline_entry',
  columns: {
    complaintId: { type: 'uuid', name: 'complaint_id', primary: true },
    eventId: { type: 'uuid', name: 'event_id', primary: true },
    step: { type: 'text' },
    at: { type: 'timestamptz' },
  },
});
