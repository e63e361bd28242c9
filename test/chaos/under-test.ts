import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { KafkaLog } from './kafka-log.js';
import type { FaultRunLauncher, Servers } from '../../deploy/local/fault-run.mjs';
import type { Loop, RunningService, ServiceName } from '../../deploy/local/loop.mjs';
import type { LogOfRun } from './log-of-run.js';
import { PostgresLog } from './postgres-log.js';
import { MAX_CONNECTIONS, SETTINGS } from './settings.js';
import { SmallDisk } from './small-disk.js';
import { TcpProxy } from './tcp-proxy.js';
import type { Violation } from './violation.js';

export type Transport = 'kafka' | 'postgres';

export interface StartOptions {
  /** The database gets a disk of its own. */
  withDisk?: boolean;
  signal?: AbortSignal;
  say?: (line: string) => void;
}

/** The loop of a fault run with its servers, the networks between them, and what was done to it. */
export class UnderTest {
  readonly log: LogOfRun;
  readonly replicas = new Set<RunningService>();
  readonly frozen = new Set<number>();
  /** Services that are stopped on purpose until their fault is over. */
  readonly away = new Set<ServiceName>();
  /** Ids of events, and keys, that the run put into the log by hand. */
  readonly injected = { ids: new Set<string>(), keys: new Set<string>() };
  readonly stops: { service: string; tookMs: number; limitMs: number; code: number | null }[] = [];
  /** Broken promises that were seen while a fault lasted. */
  readonly witnessed: Violation[] = [];
  private readonly busy = new Set<string>();

  private constructor(
    readonly transport: Transport,
    private readonly folders: readonly string[],
    /** Where the database is kept when its disk shall become full; undefined where nobody may have such a disk. */
    readonly disk: SmallDisk | undefined,
    readonly servers: Servers,
    readonly proxies: Readonly<Partial<Record<'postgres' | 'kafka', TcpProxy>>>,
    readonly loop: Loop,
    /** Where files tell processes what shall go wrong inside them. */
    readonly orders: string,
    private readonly launcher: FaultRunLauncher,
    private readonly settings: NodeJS.ProcessEnv,
    /** Tells the person who watches. */
    readonly say: (line: string) => void,
  ) {
    this.log = transport === 'kafka' ? new KafkaLog(loop.brokers ?? '') : new PostgresLog((ask) => this.asAdmin(ask));
  }

  /** Starts everything in folders of its own; nothing is left when it fails or `signal` aborts it. */
  static async start(
    launcher: FaultRunLauncher,
    transport: Transport,
    { withDisk = false, signal, say = () => undefined }: StartOptions = {},
  ): Promise<UnderTest> {
    const folders = ['servers', 'loop', 'disk'].map((part) => mkdtempSync(path.join(tmpdir(), `redress-chaos-${part}-`)));
    const [serversFolder, loopFolder, diskFolder] = folders as [string, string, string];
    const orders = path.join(loopFolder, 'orders');
    mkdirSync(orders);
    const proxies: Partial<Record<'postgres' | 'kafka', TcpProxy>> = {};
    const standBetween = async (name: 'postgres' | 'kafka', port: number): Promise<number> =>
      (proxies[name] = await TcpProxy.start({ host: '127.0.0.1', port })).port;
    const settings = { ...process.env, ...SETTINGS, CRASH_AT: orders, FAULT_ORDERS: orders };
    const preload = launcher.insideServices;
    const disk = withDisk ? SmallDisk.mount(diskFolder) : undefined;
    let servers: Servers | undefined;
    try {
      servers = await launcher.startServers({
        dataDir: serversFolder,
        postgresDataDir: diskFolder,
        withKafka: transport === 'kafka',
        maxConnections: MAX_CONNECTIONS,
        standBetween,
      });
      const { databaseUrl, brokers } = servers;
      const given = transport === 'kafka' ? { kafkaBrokers: brokers } : {};
      const loop = await launcher.startLoop({
        dataDir: loopFolder,
        ...given,
        events: transport,
        databaseUrl,
        durable: true,
        settings,
        tireless: true,
        preload,
        signal,
      });
      return new UnderTest(transport, folders, disk, servers, proxies, loop, orders, launcher, settings, say);
    } catch (error) {
      await servers?.stop();
      await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
      disk?.unmount();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Does something to a part that bears one thing at a time; answers false when it is being dealt with already. */
  async alone(part: string, deed: () => Promise<void>): Promise<boolean> {
    if (this.busy.has(part)) return false;
    this.busy.add(part);
    try {
      await deed();
      return true;
    } finally {
      this.busy.delete(part);
    }
  }

  /** True while a server or a network is in trouble: then nobody can leave in time. */
  get isServerInTrouble(): boolean {
    return ['postgres', 'kafka', 'postgres link', 'kafka link'].some((part) => this.busy.has(part));
  }

  /** Whether every process of the loop that is neither frozen nor away says that it can work. */
  async areReady(): Promise<boolean> {
    const answers = Object.values(this.loop.services).map(async ({ name, url, pid }) => {
      if (this.frozen.has(pid) || this.away.has(name)) return true;
      const { ok } = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
      return ok;
    });
    return (await Promise.all(answers.map((answer) => answer.catch(() => false)))).every(Boolean);
  }

  /** One connection to the database past all trouble with the network. */
  async asAdmin<T>(ask: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.servers.directUrl, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined); // the query that runs tells it, too
    await client.connect();
    try {
      return await ask(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async startReplica(name: ServiceName): Promise<RunningService> {
    const replica = await this.launcher.startReplica(this.loop, name, { settings: this.settings, preload: this.launcher.insideServices });
    this.replicas.add(replica);
    return replica;
  }

  /** Asks a service to leave, and notes how it did. */
  async leave(service: RunningService): Promise<void> {
    const begin = Date.now();
    const { code } = await service.stop();
    this.stops.push({ service: service.name, tookMs: Date.now() - begin, limitMs: 11_000, code });
  }

  /** Ends whatever is wrong: all processes run, all networks pass. */
  async heal(): Promise<void> {
    for (const pid of this.frozen) signalTo(pid, 'SIGCONT');
    for (const order of readdirSync(this.orders)) rmSync(path.join(this.orders, order), { force: true });
    for (const proxy of Object.values(this.proxies)) proxy.become({ kind: 'pass' });
    for (const replica of this.replicas) await replica.stop();
    this.replicas.clear();
    await Promise.all(Object.values(this.loop.services).map(async (service) => (await service.start(), service.ready(60_000))));
  }

  /** Stops everything and removes what it kept. */
  async stop({ keep = false }: { keep?: boolean } = {}): Promise<void> {
    for (const pid of this.frozen) signalTo(pid, 'SIGCONT');
    for (const proxy of Object.values(this.proxies)) proxy.become({ kind: 'pass' });
    await Promise.all([...this.replicas].map((replica) => replica.stop()));
    await this.loop.stop();
    await this.servers.stop();
    await Promise.all(Object.values(this.proxies).map((proxy) => proxy.close()));
    this.disk?.unmount();
    if (!keep) for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Sends a signal to a process that may be gone already. */
export function signalTo(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(pid, signal);
  } catch {
    // gone
  }
}

/** Whether a process of this number lives. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
