import type { Loop, LoopOptions, RunningServer, RunningService, ServiceName } from './loop.mjs';

export interface Servers {
  readonly postgres: RunningServer & { readonly port: number; /** Where it keeps everything. */ readonly folder: string };
  readonly kafka?: RunningServer;
  /** The broker's address, through whoever stands between. */
  readonly brokers?: string;
  /** The administrator's address of the database `redress`, through whoever stands between. */
  readonly databaseUrl: string;
  /** The same without anybody between. */
  readonly directUrl: string;
  stop(): Promise<void>;
}

export interface ServersOptions {
  dataDir: string;
  /** A folder of its own for the database. */
  postgresDataDir?: string;
  withKafka: boolean;
  maxConnections: number;
  /** Puts somebody before a server; answers the port at which clients shall come. */
  standBetween(name: 'postgres' | 'kafka', port: number): Promise<number>;
}

export interface FaultRunLauncher {
  startServers(options: ServersOptions): Promise<Servers>;
  startReplica(loop: Loop, name: ServiceName, options: Pick<LoopOptions, 'settings' | 'preload'>): Promise<RunningService>;
  startLoop(options: LoopOptions): Promise<Loop>;
  /** The address of what a fault run puts into every service process. */
  readonly insideServices: string;
}

/** What a fault run needs to begin. */
export const faultRunLauncher: FaultRunLauncher;
