import os from 'node:os';
import { machineLoad } from './machine-load.js';

const times = (idle: number, busy: number): os.CpuInfo => ({ model: '', speed: 0, times: { user: busy, nice: 0, sys: 0, irq: 0, idle } });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('tells the share of all processors that is in use, of the last fraction of a second', () => {
  const cpus = jest.spyOn(os, 'cpus').mockReturnValue([times(1_000, 0), times(1_000, 0)]);
  const after = (ms: number): number => {
    jest.advanceTimersByTime(ms);
    return machineLoad();
  };
  after(1_000); // counted from here
  cpus.mockReturnValue([times(1_100, 300), times(1_300, 100)]);
  expect(after(400)).toBe(0.5);
  cpus.mockReturnValue([times(1_100, 700), times(1_300, 500)]);
  expect(after(100)).toBe(0.5); // too soon to look again
  expect(after(300)).toBe(1);
  expect(after(400)).toBe(1); // a clock that stands still tells nothing new
});

it('reads this machine', () => {
  expect(machineLoad()).toBeGreaterThanOrEqual(0);
  expect(machineLoad()).toBeLessThanOrEqual(1);
});
