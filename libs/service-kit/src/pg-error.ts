/** The SQLSTATE or socket code of a database error, also inside the driver's wrapping. */
export function sqlStateOf(error: unknown): string | undefined {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: unknown };
  if (driverError !== undefined && driverError !== error) return sqlStateOf(driverError);
  return typeof code === 'string' ? code : undefined;
}

/** The name of the constraint that a write broke. */
export function constraintOf(error: unknown): string | undefined {
  const { constraint, driverError } = (error ?? {}) as { constraint?: unknown; driverError?: unknown };
  if (driverError !== undefined && driverError !== error) return constraintOf(driverError);
  return typeof constraint === 'string' ? constraint : undefined;
}

/** What the database was doing when it failed: for a lock, for whom or for what it waited. */
export function contextOf(error: unknown): string | undefined {
  const { where, driverError } = (error ?? {}) as { where?: unknown; driverError?: unknown };
  if (driverError !== undefined && driverError !== error) return contextOf(driverError);
  return typeof where === 'string' ? where : undefined;
}
