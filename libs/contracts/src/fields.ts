import { z } from 'zod';

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
export const code = z.string().min(1).max(200);

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
  currency: z.string().length(3).optional(),
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
