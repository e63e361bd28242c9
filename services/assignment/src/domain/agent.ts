import { agentAtCapacity, agentUnavailable, assignmentNotYours } from './errors.js';
import type { Assignment } from './assignment.js';

/** A group that answers for some products. */
export interface Team {
  id: string;
  name: string;
  /** Products; with those of the agent they say what the agent takes. */
  skills: string[];
  version: number;
}

/** A person who handles complaints. */
export interface Agent {
  id: string;
  /** The `sub` of their token. */
  subject: string;
  displayName: string;
  teamId: string;
  skills: string[];
  languages: string[];
  capacity: number;
  /** Specialist for people who need care, and first choice for what is urgent. */
  care: boolean;
  available: boolean;
  /** Assignments that are open now; always equal to their count. */
  openCount: number;
  /** How many of them are past work, which is no load of today. */
  pastCount: number;
  /** Running number of the last complaint given to them: who has the lowest has waited longest. */
  lastTurn: number;
  /** Counts changes of the entry itself, not of the load. */
  version: number;
}

/** An agent as the routing rule sees them. */
export interface RoutableAgent extends Agent {
  teamSkills: string[];
}

/** Whoever asks: the subject and roles of a token. */
export interface Person {
  subject: string;
  roles: readonly string[];
}

/** How many complaints of today the agent can still get. */
export function roomOf({ capacity, openCount, pastCount }: Pick<Agent, 'capacity' | 'openCount' | 'pastCount'>): number {
  return Math.max(capacity - (openCount - pastCount), 0);
}

/** Can this agent get one more? Imported past work is no load of today, so neither capacity nor presence limits it. */
export function isFree(agent: Agent, { historical }: { historical: boolean }): boolean {
  return historical || (agent.available && roomOf(agent) > 0);
}

/** Refuses an agent who has no room; presence only matters when somebody else decides for them. */
export function requireRoom(agent: Agent, assignment: Assignment, decidedBy: 'themselves' | 'another'): void {
  if (assignment.historical) return;
  if (decidedBy === 'another' && !agent.available) throw agentUnavailable();
  if (roomOf(agent) === 0) throw agentAtCapacity();
}

/** Only the agent who has it (or had it when it ended), a supervisor or an admin moves an assignment. */
export function requireMayMove(person: Person, holder: Agent | null): void {
  const decides = person.roles.includes('supervisor') || person.roles.includes('admin');
  if (!decides && holder?.subject !== person.subject) throw assignmentNotYours();
}
