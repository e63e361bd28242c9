/** A record as it stands in the log, whatever carries it. */
export interface RawRecord {
  topic: string;
  /** -1 lets the log choose by the key. */
  partition: number;
  offset: number;
  at: number;
  key: string;
  value: string;
  headers: Record<string, string>;
}

/** What a fault run does with the log behind the services' backs. */
export interface LogOfRun {
  /** Everything from offset zero up to what is there now. */
  read(): Promise<RawRecord[]>;
  append(records: readonly RawRecord[]): Promise<void>;
  /** Sends a group back to the beginning; nobody of it may be at work. */
  forgetPositions(group: string): Promise<void>;
  /** Records that these groups have not finished. */
  unread(groups: readonly string[]): Promise<number>;
}
