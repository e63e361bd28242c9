import { z } from 'zod';

/**
 * What a text in an event may be. No kind holds what a person wrote or is called: events stay in the log, in replays and
 * in other services' tables, where nobody can erase a name. A closed list (`z.enum`) needs no kind.
 */
export type TextKind = 'id' | 'moment' | 'day' | 'code' | 'currency' | 'pseudonym';

/** Kinds that a format says by itself. */
export const KIND_OF_FORMAT: Readonly<Record<string, TextKind>> = { uuid: 'id', datetime: 'moment', date: 'day' };

/** Kinds of texts without a format. A text that is neither here nor of such a format is free text, and refused. */
export const textKinds = z.registry<{ kind: TextKind }>();

/** Texts with a kind are codes and ids: never longer than this, in characters. */
export const LONGEST_TEXT = 200;

/** Fields that several events carry; no field of any event holds personal data or free text. */
export const complaintId = z.uuid();
export const problemId = z.uuid();
export const fixTaskId = z.uuid();
export const agentId = z.uuid();
export const teamId = z.uuid();
export const moment = z.iso.datetime();
export const day = z.iso.date();

/** Handling cycles count from 1; every reopening starts the next one. */
export const cycle = z.int().positive();

/** A code from a list of the company: cause, product. Compared as written. */
export const code = z.string().min(1).max(LONGEST_TEXT).register(textKinds, { kind: 'code' });

/** An agent's JWT subject: a pseudonymous id, so that other services can tell whose complaint it is. */
export const agentSubject = z.string().min(1).max(LONGEST_TEXT).register(textKinds, { kind: 'pseudonym' });

/** ISO 4217, three letters. */
export const currency = z.string().length(3).register(textKinds, { kind: 'currency' });

export const CHANNELS = ['web', 'app', 'api', 'phone', 'chat', 'e-mail', 'in-person', 'social'] as const;
export const channel = z.enum(CHANNELS);

export const KINDS = ['complaint', 'question', 'praise', 'suggestion'] as const;
export const kind = z.enum(KINDS);

export const LANGUAGES = ['en', 'ko', 'te'] as const;
export const language = z.enum(LANGUAGES);

export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export const priority = z.enum(PRIORITIES);

export const DECISIONS = ['upheld', 'partly-upheld', 'rejected', 'out-of-scope', 'answered'] as const;
export const decision = z.enum(DECISIONS);

export const REDRESS_KINDS = ['apology', 'refund', 'redelivery', 'replacement', 'coupon', 'extension', 'goodwill'] as const;

/** What puts it right; `amountMinor` is in the currency's smallest unit (ISO 4217). */
export const redress = z.object({
  kind: z.enum(REDRESS_KINDS),
  amountMinor: z.int().nonnegative().optional(),
  currency: currency.optional(),
});

export const VERDICTS = ['held', 'failed', 'inconclusive'] as const;
export const verdict = z.enum(VERDICTS);

/** What every service needs to know of a complaint without asking: carried along the loop by the events. */
export const complaintFacts = {
  kind,
  channel,
  product: code,
  language,
  priority,
  needsCare: z.boolean(),
  occurredAt: moment,
  registeredAt: moment,
  /** Registered by an importer for a past day: never chased by schedules that look at today's clock. */
  historical: z.boolean(),
};
