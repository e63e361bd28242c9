import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileRows, rowOf } from './file-rows.js';

const today = '2025-01-01';
const folder = mkdtempSync(path.join(tmpdir(), 'rows-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: string | Buffer) => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};
const line = (row: object) => JSON.stringify({ id: 'a', ts: '2021-03-01', label: 'late', ...row });

describe('a row', () => {
  it('has a product, a text and a language even when the line is silent', () => {
    expect(rowOf(line({ product: null, lang: 'fr' }), today)).toMatchObject({
      product: 'unspecified',
      text: 'late',
      language: 'en',
      day: '2021-03-01',
    });
    expect(rowOf(line({ ts: '2015-01-01T00:20', lang: 'te' }), today)).toMatchObject({
      occurredAt: new Date('2015-01-01T00:20:00Z'),
      language: 'te',
    });
  });

  it.each(['2021-03-01T23:30:00Z', '2021-03-01T23:30:00.000+09:00', '2021-03-01 23:30-0500'])('of %s is of that day, whatever its zone', (ts) =>
    expect(rowOf(line({ ts }), today)).toMatchObject({ day: '2021-03-01', occurredAt: new Date('2021-03-01T23:30:00Z') }),
  );

  it('is cut and cleaned to what the loop takes', () => {
    expect(rowOf(line({ label: 'x'.repeat(300), text: 'a\u0000b\ud800c' }), today)).toMatchObject({ cause: 'x'.repeat(200), text: 'a b c' });
    expect(rowOf(line({ label: `${'x'.repeat(199)}😀` }), today)).toMatchObject({ cause: 'x'.repeat(199) });
  });

  it.each([
    ['{"id": 1,', 'not JSON'],
    ['[1]', 'not a JSON object'],
    [line({ id: '' }), 'no id'],
    ['{"id": 9007199254740993, "ts": "2021-03-01", "label": "late"}', 'too large a number'],
    [line({ label: ' ' }), 'no label'],
    [line({ ts: null }), 'no time'],
    [line({ ts: '2021-02-30' }), 'neither a day nor a minute'],
    [line({ ts: '2021-02-03T25:00' }), 'neither a day nor a minute'],
    [line({ ts: '1899-12-31' }), 'before 1900-01-01'],
    [line({ ts: '2025-01-01' }), 'not over yet'],
  ])('%s is told apart', (text, why) => expect(rowOf(text, today)).toContain(why));
});

describe('a file', () => {
  const text = [line({ id: 'b', ts: '2021-03-02' }), 'broken', '', line({}), line({}), line({ id: 'c', ts: '2020-12-31' })].join('\n');

  it.each([
    ['rows.jsonl', text],
    ['rows.jsonl.gz', gzipSync(text)],
    ['packed.jsonl', gzipSync(text)],
    ['plain.jsonl.gz', text],
  ])('%s is read in the order of time, with its broken lines by number', async (name, content) => {
    const { rows, broken, outside } = await fileRows(write(name, content), { from: '2021-01-01', to: '2021-12-31', today });
    expect(rows.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(broken).toEqual([
      { line: 2, why: 'it is not JSON' },
      { line: 5, why: 'the id a is already in line 4' },
    ]);
    expect(outside).toBe(1);
  });

  it.each([
    ['nowhere.jsonl', undefined, 'There is no file'],
    ['torn.jsonl.gz', gzipSync(text).subarray(0, 40), 'packed, and not whole'],
  ])('%s gets one clear sentence', async (name, content, sentence) => {
    const file = content === undefined ? path.join(folder, name) : write(name, content);
    await expect(fileRows(file, { today })).rejects.toThrow(sentence);
  });
});
