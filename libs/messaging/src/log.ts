/** The part of a structured logger (pino's order of arguments) that messaging uses; never given event data. */
export interface MessagingLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
  /** Is anything written at this level? */
  isLevelEnabled?(level: string): boolean;
}

/** Says nothing, for tests. */
export const silentLog: MessagingLog = { info: () => undefined, warn: () => undefined, error: () => undefined, isLevelEnabled: () => false };
