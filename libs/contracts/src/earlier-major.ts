import type { z } from 'zod';

/** A major version that was published before the newest one, and how its data become those of the next. */
export interface EarlierMajor<Schema extends z.ZodType = z.ZodType> {
  version: number;
  data: Schema;
  /** Data of this major as data of the next one. Pure: the same event must become the same in every replay. */
  upcast(old: z.output<Schema>): unknown;
  example: z.output<Schema>;
}

/** A list entry for `earlier` whose `upcast` knows the type of the old data. */
export function earlierMajor<Schema extends z.ZodType>(major: EarlierMajor<Schema>): EarlierMajor {
  return major as unknown as EarlierMajor;
}

/** What a contract needs to have so that data of any of its majors can be read. */
export interface ReadableMajors {
  version: number;
  data: z.ZodType;
  earlier: readonly EarlierMajor[];
}

/** Checked data of the newest major, or why there are none; never the data themselves. */
export type Upcast = { data: unknown } | { reason: string };

/**
 * Reads data of any stated major as data of the newest one: checked as what they are, then raised one major at a time,
 * and checked after every step. Unknown fields are left out. Never throws.
 */
export function upcast({ data: newestData, earlier }: ReadableMajors, version: number, json: unknown): Upcast {
  const steps = earlier.slice(version - 1);
  let checked = (steps[0]?.data ?? newestData).safeParse(json);
  if (!checked.success) return { reason: `the data breaks the contract at ${placeOf(checked.error)}` };
  for (const [index, step] of steps.entries()) {
    let raised: unknown;
    try {
      raised = step.upcast(checked.data);
    } catch (error) {
      return { reason: `the upcast from version ${step.version} failed: ${error instanceof Error ? error.name : 'no error'}` };
    }
    checked = (steps[index + 1]?.data ?? newestData).safeParse(raised);
    if (!checked.success)
      return { reason: `the upcast from version ${step.version} to ${step.version + 1} breaks the contract at ${placeOf(checked.error)}` };
  }
  return { data: checked.data };
}

/** Throws unless the earlier majors are 1, 2, 3 … up to the one before the newest: what was published once must stay readable. */
export function checkMajors(type: string, { version, earlier }: Pick<ReadableMajors, 'version' | 'earlier'>): void {
  const stated = earlier.map((major) => major.version);
  const expected = Array.from({ length: version - 1 }, (_, index) => index + 1);
  if (stated.join() === expected.join()) return;
  throw new Error(
    `${type} is at version ${version} but states the earlier versions [${stated.join(', ')}]: state ${expected.join(', ')} in this order, each with its data and upcast`,
  );
}

function placeOf(error: z.ZodError): string {
  return `/${error.issues[0]?.path.join('/') ?? ''}`;
}
