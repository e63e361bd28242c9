export type ServiceName = 'intake' | 'assignment' | 'resolution' | 'improvement' | 'gateway';

export interface RunningService {
  readonly name: ServiceName;
  readonly url: string;
  readonly pid: number;
  /** How often the process was started anew since the beginning. */
  readonly restarts: number;
  /** kill -9 (or another signal) of the process that runs now; it comes back by itself, `ready()` waits for it. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Clean stop; it stays away until `start()`. Answers how the process ended. */
  stop(): Promise<{ code: number | null }>;
  /** Starts it again after a stop, and waits until it is ready. */
  start(): Promise<void>;
  restart(): Promise<void>;
  ready(withinMs?: number): Promise<void>;
}

export interface RunningServer {
  readonly pid: number | undefined;
  /** Clean stop; it stays away until `start()`. */
  stop(): Promise<unknown>;
  /** kill -9; it stays away until `start()`. */
  kill(): Promise<unknown>;
  /** Starts it again on the same port with the same data; it answers when this returns. */
  start(): Promise<void>;
  logTail(lines: number): string;
}

export interface LoopOptions {
  /** The folder for database, broker, logs and secrets; a second loop in it is refused. */
  dataDir: string;
  /** The gateway's port; a free one by default. */
  port?: number;
  host?: string;
  /** fsync on, as for real use; off by default, as for tests. */
  durable?: boolean;
  /** No progress lines. */
  quiet?: boolean;
  /** An administrator's address of a Postgres that is there already. */
  databaseUrl?: string;
  kafkaBrokers?: string;
  /** Where events go; by default to Kafka, or to the Postgres log on a machine where no broker can be had. */
  events?: 'kafka' | 'postgres';
  /** Which services to start; all by default. */
  services?: readonly ServiceName[];
  /** The environment from which service settings (INTAKE_…, AUTH_…) are taken; `process.env` by default. */
  settings?: NodeJS.ProcessEnv;
  /** Brings Postgres and Kafka back when they die, as the services are brought back always. */
  mend?: boolean;
  signal?: AbortSignal;
  onGivingUp?: (fault: Error) => void;
  heapMegabytes?: number;
  /** Services are brought back at once however often they die: for fault runs. */
  tireless?: boolean;
  /** The address (`file:`) of a module that every service process loads before anything else. */
  preload?: string;
}

export interface Loop {
  readonly dataDir: string;
  /** The gateway. */
  readonly url: string;
  readonly urls: Record<ServiceName, string>;
  readonly events: 'kafka' | 'postgres';
  /** Undefined with the Postgres log. */
  readonly brokers: string | undefined;
  /** The administrator's address of the database `redress`. */
  readonly databaseUrl: string;
  /** The address each service connects with, as its own role. */
  readonly databaseUrls: Record<Exclude<ServiceName, 'gateway'>, string>;
  /** What a program needs to play on the loop: REDRESS_URL, REDRESS_TOKEN_SECRET, EVENTS, KAFKA_BROKERS, DATABASE_URL. */
  readonly env: Record<string, string>;
  readonly secrets: { token: string; tracking: string; cursor: string };
  readonly services: Record<ServiceName, RunningService>;
  /** Undefined when a broker that was there already is used, and with the Postgres log. */
  readonly kafka: RunningServer & { readonly brokers: string };
  readonly postgres: RunningServer & { readonly adminUrl: string; readonly port: number };
  /** Stops all in order: services, broker, database. */
  stop(): Promise<void>;
}

/** Starts a whole loop in `dataDir`; when it fails, nothing is left running. */
export function startLoop(options: LoopOptions): Promise<Loop>;
/** What a program needs to play on a loop. */
export function loopEnvironment(loop: Pick<Loop, 'url' | 'events' | 'brokers' | 'databaseUrl' | 'secrets'>): Record<string, string>;
/** Refuses a port that somebody else listens on. */
export function refuseTakenPort(port: number, host?: string): Promise<void>;
