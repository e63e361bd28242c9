import type { Pool } from 'undici';

/** A service process of the loop that `deploy/local` started. */
export interface ServiceHandle {
  name: string;
  url: string;
  pid: number;
  kill(signal?: string): Promise<void>;
  ready(): Promise<void>;
}

/** The part of the loop's handle that the benches use. */
export interface LoopUnderTest {
  url: string;
  urls: Record<'intake' | 'assignment' | 'resolution' | 'improvement' | 'gateway', string>;
  services: Record<string, ServiceHandle>;
  databaseUrl: string;
  /** Undefined on the Postgres log. */
  brokers: string | undefined;
  postgres: { pid: number | undefined };
  kafka?: { pid: number | undefined };
  secrets: { token: string };
}

export const CONSUMERS = ['assignment', 'resolution', 'improvement'] as const;
/** Those who tell or hear events. */
export const EVENT_SERVICES = ['intake', ...CONSUMERS] as const;

/** What every bench gets. */
export interface BenchRun {
  loop: LoopUnderTest;
  /** Authorization header of somebody who may do everything that a bench does. */
  authorization: string;
  pools: Record<keyof LoopUnderTest['urls'], Pool>;
  seconds: number;
  /** How many events a rebuild gets. */
  events: number;
  say(line: string): void;
}

/** A ratio against the floor of the same run, and whether it holds what is asked. */
export function verdict(ratio: number, atLeast: number, aim: number): string {
  return `${ratio.toFixed(2)} of the floor (at least ${atLeast}, aim ${aim}) ${ratio >= aim ? '✓✓' : ratio >= atLeast ? '✓' : '✗'}`;
}
