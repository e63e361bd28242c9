import type { EventTransport, ReceivedRecord, Subscription } from '../src/transport/transport.js';

/** Whoever waits for a log longer than this waits in vain. */
export const DEADLINE_MS = 30_000;

/** A member of a group that writes down, without de-duplicating, what it was given. */
export class Listener {
  readonly heard: ReceivedRecord[];
  private subscription: Subscription | undefined;
  /** Called before a slice counts as applied; throwing makes the transport bring it again. */
  before: (records: readonly ReceivedRecord[]) => void | Promise<void> = () => undefined;

  /** Members of one group may write into one list, so that it shows in which order the group heard. */
  constructor(heard: ReceivedRecord[] = []) {
    this.heard = heard;
  }

  async join(transport: EventTransport, group: string, topic: string, sliceSize = 10): Promise<this> {
    this.subscription = await transport.subscribe({
      group,
      topics: [topic],
      sliceSize,
      onSlice: async (records) => {
        await this.before(records);
        this.heard.push(...records);
      },
      onFatal: (error) => {
        throw error;
      },
    });
    return this;
  }

  values(key?: string): string[] {
    return this.heard.filter((record) => key === undefined || record.key === key).map(({ value }) => value);
  }

  async until(condition: () => boolean): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`heard ${this.heard.length} records and waited in vain`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  get isJoined(): boolean {
    return this.subscription?.isJoined() ?? false;
  }

  async leave(): Promise<void> {
    await this.subscription?.close();
    this.subscription = undefined;
  }
}
