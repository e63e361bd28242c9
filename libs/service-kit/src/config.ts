import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** The environment does not fit; names every fault at once and never shows a value. */
export class ConfigFault extends Error {
  readonly #faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.#faults = faults;
    this.name = 'ConfigFault';
    this.stack = `${this.name}: ${this.message}`; // a stack of our own code says nothing to whoever sets variables
  }

  /** One sentence for each variable that does not fit. */
  get faults(): readonly string[] {
    return this.#faults;
  }
}

/** Turns environment variables into the typed configuration; `NAME_FILE` names a file that holds the value of `NAME`. */
export function readConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: NodeJS.ProcessEnv = process.env,
): z.infer<z.ZodObject<Shape>> {
  const faults: string[] = [];
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = valueOf(name, env, faults);
    if (value !== undefined && value !== '') given[name] = value;
  }
  const result = schema.safeParse(given);
  for (const issue of result.error?.issues ?? []) {
    const name = issue.path.join('.');
    if (!faults.some((fault) => fault.startsWith(`${name}:`))) faults.push(`${name}: ${given[name] === undefined ? 'is missing' : issue.message}`);
  }
  if (!result.success || faults.length > 0) throw new ConfigFault(faults);
  return result.data;
}

function valueOf(name: string, env: NodeJS.ProcessEnv, faults: string[]): string | undefined {
  const file = env[`${name}_FILE`];
  if (file === undefined || file === '') return env[name];
  if (env[name] !== undefined && env[name] !== '') faults.push(`${name}: is given twice, by value and by ${name}_FILE`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    faults.push(`${name}: the file named by ${name}_FILE cannot be read`);
    return undefined;
  }
}

const SECRET_NAME = /SECRET|PASSWORD|TOKEN|PRIVATE|_KEY$/;

/** The configuration as it may be shown to a person: secrets and passwords in addresses are hidden. */
export function redacted(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, SECRET_NAME.test(name) ? '(hidden)' : withoutPassword(value)]));
}

function withoutPassword(value: unknown): unknown {
  if (typeof value !== 'string' || !URL.canParse(value)) return value;
  const url = new URL(value);
  if (url.password === '') return value;
  url.password = '***';
  return url.href;
}
