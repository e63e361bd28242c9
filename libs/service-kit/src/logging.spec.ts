import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino, type DestinationStream, type Logger } from 'pino';
import { standardOutput } from './logging.js';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('a full disk takes the log away, not the process', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'redress-log-'));
  const file = path.join(folder, 'log');
  afterAll(() => rmSync(folder, { recursive: true }));
  const onFullDisk = (): DestinationStream & { fd: number } => standardOutput(openSync('/dev/full', 'w')) as DestinationStream & { fd: number };
  // Closes its file, too: what it keeps must not be written to whatever is opened next under the same number.
  const discard = (output: DestinationStream): void => (output as unknown as { destroy(): void }).destroy();
  const flushed = (log: Logger): Promise<Error | undefined> => new Promise((resolve) => log.flush((fault) => resolve(fault)));

  it('not even after a fatal line, and what was kept is written when there is room again', async () => {
    const output = onFullDisk();
    const log = pino(output);
    log.info('before');
    log.fatal('the last line');
    expect(await flushed(log)).toMatchObject({ code: 'ENOSPC' });
    closeSync(output.fd);
    output.fd = openSync(file, 'w');
    expect(await flushed(log)).toBeFalsy();
    expect(readFileSync(file, 'utf8')).toMatch(/"before".*\n.*"the last line"/);
    discard(output);
  });

  it('and keeps only so many lines in memory', async () => {
    const output = onFullDisk();
    const dropped: string[] = [];
    (output as unknown as NodeJS.EventEmitter).on('drop', (line: string) => dropped.push(line));
    const log = pino(output);
    for (let lines = 0; lines < 12; lines += 1) log.info('x'.repeat(100_000));
    expect(dropped).toHaveLength(3);
    expect(await flushed(log)).toMatchObject({ code: 'ENOSPC' });
    discard(output);
  });
});
