/** What kind of refusal a domain error is; `service-kit/problem-of.ts` alone turns it into an HTTP status. */
export type Refusal = 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'stale';

/** A rule said no. `code` is stable (`noun.what-is-wrong`), `remedy` says in one sentence what to do instead, `field` is a JSON pointer into the request. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly refusal: Refusal = 'conflict',
    readonly details: { field?: string; remedy?: string; allowed?: readonly string[] } = {},
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** The lifecycle table has no such step from the present status. */
export class IllegalTransition extends DomainError {
  constructor(
    private readonly from: string,
    private readonly action: string,
    allowed: readonly string[],
  ) {
    const choices = allowed.length > 0 ? allowed.join(', ') : 'nothing, this state is final';
    super('lifecycle.illegal-transition', `Cannot ${action} while ${from}; allowed: ${choices}.`, 'conflict', {
      allowed,
      remedy: `Allowed now: ${choices}.`,
    });
    this.name = 'IllegalTransition';
  }

  /** The same refusal for somebody who may do only these things. */
  among(actions: readonly string[]): IllegalTransition {
    return new IllegalTransition(
      this.from,
      this.action,
      this.details.allowed!.filter((action) => actions.includes(action)),
    );
  }
}

/** No such thing, or not for you: both answer alike, so that nobody can probe for ids. */
export class NotFound extends DomainError {
  constructor(noun: string) {
    super(`${noun}.not-found`, `There is no such ${noun}, or it is not yours to see.`, 'not-found', { remedy: 'Check the id.' });
    this.name = 'NotFound';
  }
}
