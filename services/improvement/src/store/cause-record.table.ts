import { EntitySchema } from 'typeorm';
import type { CauseRecord } from '../domain/cause-record.js';

/** Where cause records are stored. */
export const CauseRecordTable = new EntitySchema<CauseRecord>({
  name: 'cause_record',
  columns: {
    id: { type: 'uuid', primary: true },
    complaintId: { name: 'complaint_id', type: 'uuid', unique: true },
    causeCode: { name: 'cause_code', type: 'text' },
    product: { type: 'text' },
    recordedBy: { name: 'recorded_by', type: 'text' },
    cycle: { type: 'int' },
    occurredAt: { name: 'occurred_at', type: 'timestamptz' },
    recordedAt: { name: 'recorded_at', type: 'timestamptz' },
    version: { type: 'int' },
  },
});
