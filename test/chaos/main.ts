import { parseArgs } from 'node:util';
import type { FaultRunLauncher } from '../../deploy/local/fault-run.mjs';
import { TROUBLES } from './plan.js';
import { Interrupted, runFaults, type RunOptions, type RunResult } from './run.js';
import type { TroubleKind } from './trouble.js';
import type { Transport } from './under-test.js';
import { printViolation } from './print-violation.js';

const VIOLATIONS_SHOWN = 20;

/** Where a run tells what it does: lines that stay, and one line that is written over. */
export interface Voice {
  say(line: string): void;
  progress(line: string): void;
}

/** `--seed S --minutes M --transport kafka|postgres [--faults a,b] [--load N] [--complaints N] [--backlog N]`; returns the exit code: 0 when every promise was kept. */
export async function chaos(words: readonly string[], launcher: FaultRunLauncher, { say, progress }: Voice, signal?: AbortSignal): Promise<number> {
  const options = read(words);
  if (typeof options === 'string') {
    say(options);
    return 2;
  }
  try {
    const result = await runFaults(launcher, { ...options, signal, say, progress });
    report(result, options, say);
    return result.violations.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    say(error.message);
    return 130;
  }
}

function read(words: readonly string[]): RunOptions | string {
  const text = { type: 'string' } as const;
  let values;
  try {
    const named = { seed: text, minutes: text, transport: text, faults: text, load: text, complaints: text, backlog: text };
    ({ values } = parseArgs({ args: [...words], options: named }));
  } catch (error) {
    return `${(error as Error).message.split('. ')[0]}; \`npm run chaos -- --help\` shows what there is.`;
  }
  const { seed = String(Date.now() % 1_000_000), minutes = '2', transport = 'kafka', load = '4' } = values;
  const kinds = values.faults?.split(',');
  const unknown = kinds?.filter((kind) => !(TROUBLES as readonly string[]).includes(kind)) ?? [];
  if (unknown.length > 0) return `There is no fault ${unknown.join(', ')}: say any of ${TROUBLES.join(', ')}.`;
  if (transport !== 'kafka' && transport !== 'postgres') return `--transport is "${transport}": say kafka or postgres.`;
  if (!(Number(minutes) > 0 && Number(minutes) <= 600)) return '--minutes must be a number above 0 and at most 600.';
  if (!(Number(load) > 0 && Number(load) <= 1_000)) return '--load must be a number of complaints a second, above 0 and at most 1000.';
  const complaints = values.complaints === undefined ? undefined : Number(values.complaints);
  if (complaints !== undefined && !(complaints >= 1)) return '--complaints must be a number of at least 1.';
  const backlog = values.backlog === undefined ? undefined : Number(values.backlog);
  if (backlog !== undefined && !(Number.isInteger(backlog) && backlog >= 1)) return '--backlog must be a whole number of events, at least 1.';
  const forMs = Number(minutes) * 60_000;
  return { seed, transport: transport as Transport, forMs, perSecond: Number(load), complaints, backlog, kinds: kinds as TroubleKind[] | undefined };
}

function report(
  { plan, violations, history, outcomes, kills, figures }: RunResult,
  { seed, transport }: RunOptions,
  say: (line: string) => void,
): void {
  for (const [kind, counts] of [...outcomes].sort())
    say(`  ${kind.padEnd(17)} ${[...counts].map(([outcome, times]) => `${times} ${outcome}`).join(', ')}`);
  const { complaints, accepted, requests, repeated, events, records, applied, restMs } = figures;
  say(`${complaints} complaints, ${requests} requests (${repeated} repeated), ${accepted} changes accepted`);
  say(`${events} events emitted, ${records} records in the log, ${applied} applied; at rest ${(restMs / 1_000).toFixed(1)} s after the last fault`);
  for (const violation of violations.slice(0, VIOLATIONS_SHOWN)) say(printViolation(violation, history));
  if (violations.length > VIOLATIONS_SHOWN) say(`… and ${violations.length - VIOLATIONS_SHOWN} more violations`);
  const verdict = violations.length === 0 ? '✓ I1 to I10 and I12 hold' : `✗ ${violations.length} violations`;
  say(`${verdict}: seed ${seed}, plan ${plan}, ${transport}, ${kills} kills`);
}
