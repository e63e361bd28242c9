import { DomainError, NotFound } from '#libs/domain-kit';

/** The complaint has no assignment here. */
export const assignmentNotFound = () => new NotFound('assignment');

/** There is no such agent. */
export const agentNotFound = () => new NotFound('agent');

/** Another agent was quicker. */
export const assignmentHeldByAnother = () =>
  new DomainError('assignment.held-by-another', 'Another agent already has this complaint.', 'conflict', {
    remedy: 'Take another one from GET /v1/queue, or ask a supervisor to transfer it to you.',
  });

/** Only the agent who has it, a supervisor or an admin decides where it goes. */
export const assignmentNotYours = () =>
  new DomainError('assignment.not-yours', 'This complaint is not assigned to you.', 'forbidden', {
    remedy: 'Ask the agent who has it, or a supervisor.',
  });

/** Transferring to the present holder would change nothing. */
export const transferToHolder = () =>
  new DomainError('assignment.already-theirs', 'This agent already has the complaint.', 'invalid', {
    field: '/agentId',
    remedy: 'Name another agent.',
  });

/** The person has a role, but no entry among our agents. */
export const agentNotRegistered = () =>
  new DomainError('agent.not-registered', 'You are not registered as an agent.', 'forbidden', {
    remedy: 'A supervisor registers you with POST /v1/agents, with the subject of your token.',
  });

/** The agent already has as many complaints as agreed. */
export const agentAtCapacity = () =>
  new DomainError('agent.at-capacity', 'The agent already has as many open complaints as their capacity allows.', 'conflict', {
    remedy: 'Close or release one first, or raise the capacity with PATCH /v1/agents/{id}.',
  });

/** The agent is away. */
export const agentUnavailable = () =>
  new DomainError('agent.unavailable', 'The agent is not available.', 'conflict', { field: '/agentId', remedy: 'Choose an agent who is available.' });

/** The named agent does not exist. */
export const unknownAgent = () =>
  new DomainError('agent.unknown', 'There is no such agent.', 'invalid', { field: '/agentId', remedy: 'Take an id from GET /v1/agents.' });

/** The named team does not exist. */
export const unknownTeam = () =>
  new DomainError('team.unknown', 'There is no such team.', 'invalid', {
    field: '/teamId',
    remedy: 'Take an id from GET /v1/teams, or create the team first.',
  });

/** One person, one agent. */
export const subjectTaken = () =>
  new DomainError('agent.subject-taken', 'An agent with this subject is already registered.', 'conflict', {
    field: '/subject',
    remedy: 'Find the agent with GET /v1/agents and change it with PATCH.',
  });

/** Team names are unique. */
export const teamNameTaken = () =>
  new DomainError('team.name-taken', 'A team with this name already exists.', 'conflict', {
    field: '/name',
    remedy: 'Find it with GET /v1/teams, or choose another name.',
  });
