import { httpSettings } from '#libs/service-kit';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);
const count = z.coerce.number().int().min(1);

/** Settings of the gateway: where the services are, how long they may take, and how much anybody may ask. */
export const gatewaySettings = z.object({
  ...httpSettings,
  INTAKE_URL: address,
  ASSIGNMENT_URL: address,
  RESOLUTION_URL: address,
  IMPROVEMENT_URL: address,
  /** How long a service may take to answer; below REQUEST_TIMEOUT_MS, so that the client hears it from us. */
  GATEWAY_UPSTREAM_TIMEOUT_MS: count.default(12_000),
  GATEWAY_UPSTREAM_CONNECTIONS: count.max(1_000).default(64),
  /** How long an exchanged tracking token is remembered: so long may a session outlive its token. */
  GATEWAY_TRACKING_CACHE_SECONDS: z.coerce.number().int().min(0).max(30).default(15),
  /** Complaints that one address may hand in without signing in. */
  GATEWAY_COMPLAINTS_PER_MINUTE: count.default(60),
  /** Requests with a tracking token from one address; many customers share one behind a mobile network. */
  GATEWAY_TRACKING_PER_MINUTE: count.default(600),
  GATEWAY_STAFF_PER_MINUTE: count.default(6_000),
  GATEWAY_IMPORTER_PER_SECOND: count.default(5_000),
  /** Requests from one address without a good token, or with a role that may not. */
  GATEWAY_REFUSALS_PER_MINUTE: count.default(120),
});

export type GatewayConfig = z.infer<typeof gatewaySettings>;
