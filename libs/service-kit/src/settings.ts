import { z } from 'zod';

const flag = z.enum(['on', 'off', 'true', 'false']).transform((word) => word === 'on' || word === 'true');
const listOf = (words: string): string[] => words.split(/[\s,]+/).filter(Boolean);
const list = z.string().transform(listOf);
const secret = z.string().min(32, 'needs at least 32 characters');

/** What every process that answers HTTP needs; the gateway has only these. */
export const httpSettings = {
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  /** Proxies whose `X-Forwarded-For` is believed, as CIDR ranges. */
  TRUSTED_PROXIES: list.default([]),
  REQUEST_TIMEOUT_MS: z.coerce.number().int().min(100).default(15_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().default('redress'),
  AUTH_JWKS_URL: z.url().optional(),
  /** Only asymmetric ones: a public key must never serve as an HMAC secret. */
  AUTH_ALGORITHMS: z
    .string()
    .default('RS256,ES256')
    .transform(listOf)
    .refine((names) => names.every((name) => /^(RS|PS|ES)(256|384|512)$|^(EdDSA|Ed25519)$/.test(name)), 'only RS…, PS…, ES… and EdDSA'),
  /** Where the roles are in the token; dots lead inwards (`realm_access.roles`). */
  AUTH_ROLES_CLAIM: z.string().default('roles'),
  AUTH_DEVELOPMENT_ISSUER: flag.default(false),
  AUTH_DEVELOPMENT_SECRET: secret.optional(),
  TRACKING_SECRET: secret,
};

/** How the brokers of `KAFKA_BROKERS` let us in; nothing of it where everybody may come. */
export const brokerSettings = {
  KAFKA_TLS: flag.default(false),
  /** The certificate of who signed the brokers', where that is no authority that Node knows. */
  KAFKA_CA: z.string().includes('-----BEGIN CERTIFICATE-----', 'is no certificate as PEM').optional(),
  KAFKA_SASL_MECHANISM: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['plain', 'scram-sha-256', 'scram-sha-512']))
    .optional(),
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
};

/** What every domain service needs beside that: its database, its event log, its cursors. */
export const serviceSettings = {
  ...httpSettings,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** The relay keeps one of them, the Postgres log another. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(4).max(200).default(10),
  DATABASE_STATEMENT_TIMEOUT_MS: z.coerce.number().int().min(100).default(10_000),
  MIGRATE_ON_START: flag.default(false),
  /** Where events go: to the brokers of `KAFKA_BROKERS`, or with `postgres` to the log in the services' own database. */
  EVENTS: z.enum(['kafka', 'postgres']).optional(),
  KAFKA_BROKERS: list.default([]),
  ...brokerSettings,
  /** Days after which events may leave the Postgres log, when every service has applied them. */
  EVENT_LOG_KEEP_DAYS: z.coerce.number().int().min(1).max(36_500).default(7),
  CURSOR_SECRET: secret,
};

const HttpSettingsSchema = z.object(httpSettings);
const ServiceSettingsSchema = z.object(serviceSettings);

export type HttpSettings = z.infer<typeof HttpSettingsSchema>;
export type ServiceSettings = z.infer<typeof ServiceSettingsSchema>;

/** Injection token of the whole checked configuration of the process, with the service's own settings. */
export const CONFIG = Symbol('CONFIG');
