import { faultRunLauncher } from '../deploy/local/fault-run.mjs';
import { compareProjections } from './chaos/check-history.js';
import { runFaults, type RunResult } from './chaos/run.js';
import type { Transport } from './chaos/under-test.js';
import { printViolation } from './chaos/print-violation.js';

const SEED = process.env['SEED'] ?? '20260309';
const FAULTS_FOR_MS = 30_000;
const COMPLAINTS = 120;

jest.setTimeout(600_000);

/** The workload and the faults of the seed on a loop of their own. */
const run = (transport: Transport): Promise<RunResult> =>
  runFaults(faultRunLauncher, { seed: SEED, transport, forMs: FAULTS_FOR_MS, perSecond: 4, complaints: COMPLAINTS });

const printed = ({ violations, history }: RunResult): string[] => violations.map((violation) => printViolation(violation, history));

describe(`C55 what is promised holds under faults (SEED=${SEED})`, () => {
  const results = new Map<Transport, RunResult>();

  it.each(['kafka', 'postgres'] as const)('I1 to I10 and I12 on %s', async (transport) => {
    const result = await run(transport);
    results.set(transport, result);
    expect(printed(result)).toEqual([]);
    expect(result.kills).toBeGreaterThanOrEqual(6);
    expect(result.figures).toMatchObject({ complaints: COMPLAINTS });
    expect(result.figures.applied).toBeGreaterThan(COMPLAINTS * 5);
  });

  it('I11 both end in the same projections', () => {
    const [kafka, postgres] = [results.get('kafka')!, results.get('postgres')!];
    expect(Object.keys(kafka.projections).length).toBeGreaterThan(COMPLAINTS * 3);
    expect(compareProjections(kafka.projections, postgres.projections)).toEqual([]);
  });
});
