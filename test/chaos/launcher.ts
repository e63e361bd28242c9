/** What is used of the launcher in deploy/local, whose types Jest and the built program reach in different ways. */
export type ServiceName = 'intake' | 'assignment' | 'resolution' | 'improvement' | 'gateway';

export interface ServiceHandle {
  readonly name: ServiceName;
  readonly url: string;
  readonly pid: number;
  kill(signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<{ code: number | null }>;
  start(): Promise<void>;
  ready(withinMs?: number): Promise<void>;
}

export interface ServerHandle {
  readonly pid: number | undefined;
  stop(): Promise<unknown>;
  kill(): Promise<unknown>;
  start(): Promise<void>;
}

export interface LoopHandle {
  readonly url: string;
  readonly brokers: string;
  readonly secrets: { token: string };
  readonly services: Readonly<Record<ServiceName, ServiceHandle>>;
  stop(): Promise<void>;
}

export interface ServerHandles {
  readonly postgres: ServerHandle;
  readonly kafka?: ServerHandle;
  readonly brokers?: string;
  readonly databaseUrl: string;
  readonly directUrl: string;
  stop(): Promise<void>;
}

/** Starts servers, loops and replicas. */
export interface Launcher {
  startServers(options: {
    dataDir: string;
    withKafka: boolean;
    maxConnections: number;
    standBetween(name: 'postgres' | 'kafka', port: number): Promise<number>;
  }): Promise<ServerHandles>;
  startReplica(loop: LoopHandle, name: ServiceName, settings: NodeJS.ProcessEnv): Promise<ServiceHandle>;
  startLoop(options: object): Promise<LoopHandle>;
}
