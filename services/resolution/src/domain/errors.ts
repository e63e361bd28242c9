import { DomainError, NotFound } from '#libs/domain-kit';

// Every code of this service is in this file; a code is never used again for something else.

/** There is none, or not for whoever asks. */
export function notFound(): DomainError {
  return new NotFound('resolution');
}

/** A customer asks about a complaint that waits for somebody. */
export function notBegun(refusal: 'not-found' | 'conflict'): DomainError {
  return new DomainError('resolution.not-begun', 'Nobody has begun to work on this complaint yet.', refusal, {
    remedy: 'Wait until somebody is responsible; the status page says when.',
  });
}

/** A stated moment before what it follows. */
export function beforeItsCause(last: Date): DomainError {
  return new DomainError('resolution.before-its-cause', 'That cannot have been before what it follows.', 'invalid', {
    remedy: `State a moment in Effective-At from ${last.toISOString()} on.`,
  });
}

/** Somebody else is responsible, or nobody is. */
export function notYours(): DomainError {
  return new DomainError('resolution.not-yours', 'You are not responsible for this complaint.', 'forbidden', {
    remedy: 'Take the complaint over first, or ask a supervisor.',
  });
}

/** Closing before the customer knows the decision. */
export function decisionNotTold(): DomainError {
  return new DomainError('resolution.not-told', 'The customer has not been told a decision.', 'conflict', {
    allowed: ['record-finding', 'send-message', 'propose'],
    remedy: 'Propose a resolution with its reasons first.',
  });
}

/** Closing after the customer declined, before anybody looked a second time. */
export function secondStageOpen(): DomainError {
  return new DomainError(
    'resolution.second-stage-open',
    'The customer declined the decision, and nobody has looked at it a second time.',
    'conflict',
    {
      allowed: ['record-finding', 'send-message', 'propose'],
      remedy: 'Propose the second-stage decision.',
    },
  );
}

/** Closing while the customer can still object. */
export function answerAwaited(until: Date): DomainError {
  return new DomainError(
    'resolution.answer-awaited',
    'The decision does not give the customer everything, and they may still answer it.',
    'conflict',
    {
      allowed: ['record-finding', 'send-message', 'accept', 'decline'],
      remedy: `Wait for the customer's answer, at the longest until ${until.toISOString()}.`,
    },
  );
}

/** Closing without a cause. */
export function causeMissing(notYetKnown: string): DomainError {
  return new DomainError('resolution.cause-missing', 'A closed complaint names its cause.', 'invalid', {
    field: '/causeCode',
    remedy: `Give a cause code, or '${notYetKnown}'.`,
  });
}

/** A decision that does not suit what the customer wrote to us. */
export function decisionDoesNotSuit(kind: string): DomainError {
  return new DomainError('resolution.decision-does-not-suit', `'answered' is for questions and suggestions; this is a ${kind}.`, 'invalid', {
    field: '/decision',
    remedy: 'Choose upheld, partly-upheld, rejected or out-of-scope.',
  });
}

/** Too late to reopen. */
export function reopeningTooLate(reopenWithinDays: number): DomainError {
  return new DomainError('resolution.reopening-too-late', `A complaint can be reopened within ${reopenWithinDays} days of its closing.`, 'conflict', {
    remedy: 'Register a new complaint and mention the reference of this one.',
  });
}

/** Money promised without saying how much. */
export function redressAmountMissing(kind: string, index: number, field: 'amountMinor' | 'currency'): DomainError {
  return new DomainError('redress.amount-missing', `A ${kind} with money needs a positive amountMinor and a currency.`, 'invalid', {
    field: `/redress/${index}/${field}`,
    remedy: 'State both, the amount in the smallest unit of the currency.',
  });
}

/** An apology with a price. */
export function redressAmountNotAllowed(kind: string, index: number): DomainError {
  return new DomainError('redress.amount-not-allowed', `An ${kind} has no amount.`, 'invalid', {
    field: `/redress/${index}/amountMinor`,
    remedy: 'Leave out amountMinor and currency, or offer goodwill beside it.',
  });
}

/** A currency that we do not pay in. */
export function currencyUnknown(currency: string, index: number, known: readonly string[]): DomainError {
  return new DomainError('redress.currency-unknown', `We do not pay in ${currency}.`, 'invalid', {
    field: `/redress/${index}/currency`,
    remedy: `Use one of ${known.join(', ')}.`,
  });
}

/** More than the author may offer alone. */
export function overAuthority(sumMinor: number, limitMinor: number, currency: string): DomainError {
  return new DomainError('redress.over-authority', `${sumMinor} ${currency} (minor units) is above your limit of ${limitMinor}.`, 'forbidden', {
    field: '/redress',
    remedy: 'A supervisor proposes it.',
  });
}
