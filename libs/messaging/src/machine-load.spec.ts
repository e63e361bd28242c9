import os from 'node:os';

const times = (idle: number, busy: number): os.CpuInfo => ({ model: '', speed: 0, times: { user: busy, nice: 0, sys: 0, irq: 0, idle } });

/** As at the start of a process, by the clock of the test. */
async function machineLoadFromNow(): Promise<() => number> {
  let loaded!: typeof import('./machine-load.js');
  await jest.isolateModulesAsync(async () => {
    loaded = await import('./machine-load.js');
  });
  return loaded.machineLoad;
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

it('tells the share of all processors that is in use, of the last fraction of a second', async () => {
  const cpus = jest.spyOn(os, 'cpus').mockReturnValue([times(1_000, 0), times(1_000, 0)]);
  const machineLoad = await machineLoadFromNow();
  const after = (ms: number): number => {
    jest.advanceTimersByTime(ms);
    return machineLoad();
  };
  cpus.mockReturnValue([times(1_100, 300), times(1_300, 100)]);
  expect(after(400)).toBe(0.5);
  cpus.mockReturnValue([times(1_100, 700), times(1_300, 500)]);
  expect(after(100)).toBe(0.5); // too soon to look again
  expect(after(300)).toBe(1);
  expect(after(400)).toBe(1); // a count that stands still tells nothing new
});

it('reads this machine', async () => {
  const machineLoad = await machineLoadFromNow();
  jest.advanceTimersByTime(400);
  expect(machineLoad()).toBeGreaterThanOrEqual(0);
  expect(machineLoad()).toBeLessThanOrEqual(1);
});
