import { EntitySchema } from 'typeorm';
import type { Team } from '../domain/agent.js';

export const TeamTable = new EntitySchema<Team>({
  name: 'team',
  columns: {
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    skills: { type: 'text', array: true },
    version: { type: 'integer' },
  },
});
