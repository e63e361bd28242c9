import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CRASH_POINTS, crashPoint, mustCrash } from './crash-point.js';

describe('a crash point', () => {
  it('does nothing unless a fault run asked for it', () => {
    for (const point of CRASH_POINTS) crashPoint(point);
    expect(process.env['CRASH_AT']).toBeUndefined();
  });

  it('crashes where it is told by name, and nowhere else', () => {
    expect(CRASH_POINTS.filter((point) => mustCrash('relay.sent', point))).toEqual(['relay.sent']);
  });

  it('crashes the one process whose file names the point', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'crash-'));
    try {
      writeFileSync(path.join(folder, '4711'), 'consumer.committed\n');
      expect(CRASH_POINTS.filter((point) => mustCrash(folder, point, 4711))).toEqual(['consumer.committed']);
      expect(CRASH_POINTS.filter((point) => mustCrash(folder, point, 4712))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
