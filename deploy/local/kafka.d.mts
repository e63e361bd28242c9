import type { RunningServer } from './loop.mjs';

/** Starts one real broker with its data in `<dataDir>/kafka`; it answers when this returns. */
export function startKafka(options: { dataDir: string }): Promise<RunningServer & { readonly brokers: string }>;
