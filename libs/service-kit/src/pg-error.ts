/** The SQLSTATE or socket code of a database error. */
export function sqlStateOf(error: unknown): string | undefined {
  return fieldOf(error, 'code');
}

/** The name of the constraint that a write broke. */
export function constraintOf(error: unknown): string | undefined {
  return fieldOf(error, 'constraint');
}

/** What the database was doing when it failed: for a lock, for whom or for what it waited. */
export function contextOf(error: unknown): string | undefined {
  return fieldOf(error, 'where');
}

/** What an error says, or the one of the driver that it wraps. */
function fieldOf(error: unknown, name: 'code' | 'constraint' | 'where'): string | undefined {
  const { driverError, [name]: value } = (error ?? {}) as Record<string, unknown>;
  if (driverError !== undefined && driverError !== error) return fieldOf(driverError, name);
  return typeof value === 'string' ? value : undefined;
}
