import type { RunningServer } from './loop.mjs';

/** Starts one real broker with its data in `<dataDir>/kafka`; it answers when this returns. */
export function startKafka(options: {
  dataDir: string;
  /** Lines of server.properties that come after ours; values in angle brackets are filled in. */
  settings?: string;
  /** Whom SCRAM lets in, as Kafka's storage tool reads it. */
  users?: readonly string[];
}): Promise<RunningServer & { readonly brokers: string }>;
