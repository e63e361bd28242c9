const OWN_CODE = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/;
const MACHINE_CODE = /^[0-9A-Z_]{3,40}$/;
const FRAME = /([\w.-]+\.[cm]?[jt]s):(\d+):\d+\)?$/m;

/**
 * What kind of fault it was: its class, its code (a SQLSTATE or that of a rule), the constraint, and the line of code. Never its
 * message, which may hold somebody's data: this is kept, logged and published.
 */
export function errorClassOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code, constraint } = { ...(error as { driverError?: object }).driverError, ...error } as { code?: unknown; constraint?: unknown };
  const isKnownCode = typeof code === 'string' && (OWN_CODE.test(code) || MACHINE_CODE.test(code));
  return [error.name, isKnownCode ? code : '', typeof constraint === 'string' ? constraint : ''].filter(Boolean).join(' ');
}

/** The class of a fault and the line where it came up, for whoever has to mend it. */
export function placeOfError(error: unknown): string {
  const frame = error instanceof Error ? FRAME.exec(error.stack ?? '') : null;
  return frame ? `${errorClassOf(error)} at ${frame[1]}:${frame[2]}` : errorClassOf(error);
}

/** The class and message of a fault of the log, the database or the network; not for what a handler throws, whose message may hold somebody's data. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
