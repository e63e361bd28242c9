import type { ProblemDetails } from './generated/operations.js';

/** Redress refused a request: the problem says why, and what to do instead. */
export class ApiProblem extends Error {
  constructor(
    readonly problem: ProblemDetails,
    /** Seconds after which it may be worth another try, when the answer said so. */
    readonly retryAfter: number | undefined,
  ) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.name = 'ApiProblem';
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}
