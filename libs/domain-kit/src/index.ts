export { DomainError, IllegalTransition, NotFound, type Refusal } from './domain-error.js';
export { allowedActions, next, toMermaid, type Lifecycle } from './lifecycle.js';
export { addWorkingMinutes, type BusinessHours } from './business-hours.js';
export { mustBeAt } from './version.js';
