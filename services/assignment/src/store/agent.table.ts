import { EntitySchema } from 'typeorm';
import type { Agent } from '../domain/agent.js';

export const AgentTable = new EntitySchema<Agent>({
  name: 'agent',
  columns: {
    id: { type: 'uuid', primary: true },
    subject: { type: 'text' },
    displayName: { type: 'text', name: 'display_name' },
    teamId: { type: 'uuid', name: 'team_id' },
    skills: { type: 'text', array: true },
    languages: { type: 'text', array: true },
    capacity: { type: 'integer' },
    care: { type: 'boolean' },
    available: { type: 'boolean' },
    // Written by store/load.ts alone, so that saving an entry never overwrites the load.
    openCount: { type: 'integer', name: 'open_count', update: false },
    pastCount: { type: 'integer', name: 'past_count', update: false },
    lastTurn: { type: 'integer', name: 'last_turn', update: false },
    version: { type: 'integer' },
  },
});
