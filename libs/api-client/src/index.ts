export { ApiProblem } from './api-problem.js';
export { createClient, type ClientOptions } from './create-client.js';
export type * from './generated/operations.js';
