import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { apiOf, Refused, type Api } from './api.js';
import { dayOf, STORY } from './calendar.js';
import { AT_ONCE, playFile } from './file-player.js';
import { fileRows } from './file-rows.js';
import { conservation, figuresForMachines, figuresOf } from './figures.js';
import { connect, LoopUnreachable } from './http.js';
import { HELP, optionsOf, UsageFault, type Options } from './options.js';
import { paintFor } from './paint.js';
import { moonlight } from './plan.js';
import { playMoonlight } from './player.js';
import { progressOf } from './progress.js';
import { report, type Telling } from './report.js';
import { standingStill } from './settle.js';
import { tokenMint } from './tokens.js';
import { dayInWords } from './words.js';

const screen = process.stdout;

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) {
    screen.write(HELP);
    return 0;
  }
  const { REDRESS_URL: url, REDRESS_TOKEN_SECRET: secret } = process.env;
  if (!url || !secret) throw new UsageFault('REDRESS_URL and REDRESS_TOKEN_SECRET must name a running loop; `npm run story` sets them.');
  if (!URL.canParse(url)) throw new UsageFault(`REDRESS_URL ${url} is not an address.`);

  const rows = options.file === undefined ? undefined : await contentOf(options.file, options);
  const { send, close } = connect(url, AT_ONCE);
  try {
    const api = apiOf(send, tokenMint(secret));
    return await show(api, options.file === undefined || !rows ? await tellMoonlight(api) : await tellFile(api, options.file, rows), options);
  } finally {
    await close();
  }
}

type Rows = Awaited<ReturnType<typeof fileRows>>;

async function contentOf(file: string, { from, to }: Options): Promise<Rows> {
  const rows = await fileRows(file, { from, to, today: dayOf(new Date()) });
  if (rows.rows.length > 0) return rows;
  const first = rows.broken[0];
  if (first && rows.outside === 0) throw new UsageFault(`${file} holds nothing that can be told: in line ${first.line}, ${first.why}.`);
  if (rows.outside > 0) throw new UsageFault(`${file} has no complaint between ${from ?? 'its beginning'} and ${to ?? 'its end'}.`);
  throw new UsageFault(`${file} is empty.`);
}

async function tellMoonlight(api: Api): Promise<Telling> {
  const stories = moonlight();
  const progress = progressOf('Twenty weeks at Moonlight', stories.length, screen);
  const looked = await playMoonlight(api, stories, progress);
  progress.done();
  return { title: 'Moonlight, food delivery and a membership: twenty weeks, 3 March to 20 July 2025', from: STORY.from, to: STORY.to, looked };
}

async function tellFile(api: Api, file: string, content: Rows): Promise<Telling> {
  const name = path.basename(file);
  const progress = progressOf(name, content.rows.length, screen);
  await playFile(api, content.rows, progress);
  progress.done();
  const [from, to] = [content.rows[0]!.day, content.rows.at(-1)!.day];
  const title = `${name}: ${dayInWords(from, { year: true })} to ${dayInWords(to, { year: true })}`;
  return { title, from, to, file: { name, content } };
}

async function show(api: Api, telling: Telling, { json }: Options): Promise<number> {
  await standingStill(api);
  const figures = await figuresOf(api);
  const paint = paintFor({ colours: Boolean(screen.isTTY) && !process.env.NO_COLOR });
  screen.write(`${report(figures, telling, paint).join('\n')}\n`);
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify(figuresForMachines(figures), null, 2)}\n`).catch((fault: Error) => {
      throw new UsageFault(`The figures could not be written to ${json}: ${fault.message}.`);
    });
  return conservation(figures.metrics).every(({ holds }) => holds) ? 0 : 1;
}

function endWith(error: unknown): number {
  const isForeseen = error instanceof UsageFault || error instanceof LoopUnreachable || error instanceof Refused;
  process.stderr.write(`\n${isForeseen ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return error instanceof UsageFault ? 2 : 1;
}

process.exitCode = await main().catch(endWith);
