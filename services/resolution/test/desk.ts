import { ComplaintAssigned } from '#libs/contracts';
import type { Role } from '#libs/service-kit';
import { customerToken, deliver, startService, token, type StartedService, type TestResponse } from '#libs/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { hears } from '../src/handlers/index.js';
import { resolutionSettings } from '../src/resolution.config.js';
import { ResolutionModule } from '../src/resolution.module.js';
import { resolutionDatabase } from '../src/store/database.js';
import { anAssignment } from './builders.js';

export interface Call {
  /** Whose word: an agent by default. */
  as?: Role | 'customer';
  name?: string;
  /** `null` sends none; absent sends the version as it is now. */
  ifMatch?: number | null;
  headers?: Record<string, string>;
}

/** A running resolution service with the few gestures that its tests repeat. */
export interface Desk {
  service: StartedService;
  /** A complaint that Minji is responsible for; its id. */
  assigned(given?: Parameters<typeof anAssignment>[0]): Promise<string>;
  /** POST below `/v1/resolutions/:complaintId`, or below `/v1/tracking` for a customer. */
  post(complaintId: string, what: string, body?: unknown, call?: Call): Promise<TestResponse>;
  file(complaintId: string): Promise<TestResponse['body']>;
  tracked(complaintId: string): Promise<TestResponse['body']>;
}

/** Starts the service on a database of its own. */
export async function openDesk(): Promise<Desk> {
  const service = await startService(ResolutionModule, { database: resolutionDatabase, settings: resolutionSettings });

  async function versionOf(complaintId: string): Promise<number> {
    const [row]: { version: number }[] = await service.db.query('select version from resolution where complaint_id = $1', [complaintId]);
    return row?.version ?? 0;
  }

  return {
    service,
    assigned: async (given = {}) => {
      const complaintId = given.complaintId ?? uuidv7();
      const assignedAt = new Date(given.assignedAt ?? Date.now() - 60_000);
      await deliver(service.db, hears, ComplaintAssigned(anAssignment({ ...given, complaintId, assignedAt: assignedAt.toISOString() })), {
        time: assignedAt,
      });
      return complaintId;
    },
    post: async (complaintId, what, body, { as = 'agent', name = 'Minji', ifMatch, headers = {} } = {}) => {
      if (as === 'customer') {
        return service.request('POST', `/v1/tracking/${what}`, { token: customerToken({ complaintId }), body, headers });
      }
      const version = ifMatch === undefined ? await versionOf(complaintId) : ifMatch;
      const conditions: Record<string, string> = version === null ? {} : { 'if-match': `"${version}"` };
      const path = `/v1/resolutions/${complaintId}/${what}`;
      return service.request('POST', path, { token: token({ roles: [as], name }), body, headers: { ...conditions, ...headers } });
    },
    file: async (complaintId) => (await service.request('GET', `/v1/resolutions/${complaintId}`, { token: token({ roles: ['agent'] }) })).body,
    tracked: async (complaintId) => (await service.request('GET', '/v1/tracking/resolution', { token: customerToken({ complaintId }) })).body,
  };
}
