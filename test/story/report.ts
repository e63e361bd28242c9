import { bar, columns, columnWidth, fitted, padded, wrapped } from './bars.js';
import { addDays, mondayOf, type Day } from './calendar.js';
import type { FileContent } from './file-rows.js';
import { conservation, type Figures } from './figures.js';
import type { Looked } from './player.js';
import type { Paint } from './paint.js';
import { findings } from './planted-report.js';
import { problemInShort, problemLines } from './report-problems.js';
import { counted, dayInWords, hoursInWords } from './words.js';

/** What was told, beside the figures of the loop. */
export interface Telling {
  title: string;
  /** First and last day of what was told. */
  from: Day;
  to: Day;
  looked?: readonly Looked[];
  file?: { name: string; content: FileContent };
}

const RULE = '─'.repeat(96);
const BROKEN_SHOWN = 10;
const MANY = 6;
const LANGUAGE_NAMES = { ko: '한국어', en: 'English', te: 'తెలుగు' } as const;

/** The report that a person reads at the end; every figure in it is the loop's. */
export function report(all: Figures, telling: Telling, paint: Paint): string[] {
  const weeks = weeksOf(telling);
  const figures = { ...all, problems: all.problems.filter(({ openedOn }) => openedOn >= telling.from && openedOn <= telling.to) };
  const elsewhere = all.problems.length - figures.problems.length;
  const parts = [
    header(telling, paint),
    arrivals(figures, weeks, telling, paint),
    problems(figures, weeks, elsewhere, paint),
    spikes(figures, telling, paint),
  ];
  if (!telling.file) parts.push(asPlanted(figures, paint));
  if (telling.looked?.length) parts.push(people(telling.looked, paint));
  if (telling.file) parts.push(ofFile(telling.file, paint));
  parts.push(sums(all, weeks, paint));
  return parts.filter((part) => part.length > 0).flatMap((part) => [...part, '']);
}

function header({ title }: Telling, paint: Paint): string[] {
  return ['', `  ${paint.strong(title)}`, `  ${paint.quiet(RULE)}`];
}

function arrivals({ metrics }: Figures, weeks: readonly Day[], { file }: Telling, paint: Paint): string[] {
  const { received, closed, withdrawn, open, byKind, byLanguage, closeHours, byWeek } = metrics;
  const lines = [`  ${paint.strong(counted(received, 'complaint'))} came in: ${closed} closed, ${withdrawn} withdrawn, ${open} still open.`];
  const others = [
    counted(byKind.praise, 'word of praise', 'words of praise'),
    counted(byKind.question, 'question'),
    counted(byKind.suggestion, 'suggestion'),
  ];
  if (byKind.praise + byKind.question + byKind.suggestion > 0) lines.push(`  Beside them ${others.slice(0, 2).join(', ')} and ${others[2]}.`);
  if (!file && closeHours.p50 !== null && closeHours.p90 !== null) {
    lines.push(`  Half were closed within ${hoursInWords(closeHours.p50)}, nine of ten within ${hoursInWords(closeHours.p90)}.`);
  }
  const told = (['ko', 'en', 'te'] as const).filter((language) => byLanguage[language] > 0);
  lines.push(
    '',
    ...told.map(
      (language) => `  ${padded(LANGUAGE_NAMES[language], 9)} ${paint.warm(bar(byLanguage[language] / received, 60))} ${byLanguage[language]}`,
    ),
  );

  const counts = new Map(byWeek.map((week) => [week.week, week.received]));
  const { counts: shown, weeksEach } = fitted(weeks.map((week) => counts.get(week) ?? 0));
  const width = columnWidth(shown.length);
  lines.push('', `  Complaints ${weeksEach === 1 ? 'week by week' : `by ${weeksEach} weeks`}, ${Math.max(0, ...shown)} at most`);
  lines.push(...columns(shown, 4, width).map((line) => `    ${paint.warm(line)}`));
  lines.push(`    ${paint.quiet(axis(weeks, shown.length * width))}`);
  return lines;
}

function axis(weeks: readonly Day[], width: number): string {
  if (weeks.length === 0) return '';
  const first = dayInWords(weeks[0]!, { year: true });
  const last = dayInWords(addDays(weeks.at(-1)!, 6), { year: true });
  return first + ' '.repeat(Math.max(2, width - first.length - last.length)) + last;
}

function problems({ problems }: Figures, weeks: readonly Day[], elsewhere: number, paint: Paint): string[] {
  const known = elsewhere === 0 ? '' : ` ${counted(elsewhere, 'problem')} of other times ${elsewhere === 1 ? 'is' : 'are'} known.`;
  if (problems.length === 0) return [`  No cause came back often enough to become a problem in this time.${known}`];
  const title = `  ${paint.strong(`The loop opened ${counted(problems.length, 'problem')}`)}`;
  if (problems.length > MANY) return [title, '', ...problems.flatMap((problem) => problemInShort(problem, weeks, paint))];
  return [title, ...problems.flatMap((problem) => ['', ...problemLines(problem, weeks, paint)])];
}

function spikes({ metrics, problems }: Figures, { from, to }: Telling, paint: Paint): string[] {
  const lasting = new Set(problems.map(({ causeCode, product }) => `${causeCode} ${product}`));
  const ofItsTime = metrics.spikes.filter(({ on }) => on >= from && on <= to);
  const alone = ofItsTime.filter(({ causeCode, product }) => !lasting.has(`${causeCode} ${product}`)).toSorted((a, b) => (a.on < b.on ? -1 : 1));
  if (alone.length === 0) return [];
  return [
    `  ${paint.strong('Bad days that were no problem')}`,
    ...alone.map(
      ({ causeCode, product, on, count }) =>
        `    ${dayInWords(on)}  ${paint.bad(bar(1, Math.min(count, 40)))} ${count} × ${causeCode} ${paint.quiet(`in ${product}`)}`,
    ),
  ];
}

function asPlanted(figures: Figures, paint: Paint): string[] {
  return [
    `  ${paint.strong('What was hidden in the story, and what the loop said')}`,
    ...findings(figures).flatMap(({ planted, said, asPlanted }) => [
      `    ${asPlanted ? paint.good('✓') : paint.bad('✗')} ${planted}`,
      `      ${paint.quiet('→')} ${said}`,
    ]),
  ];
}

function people(looked: readonly Looked[], paint: Paint): string[] {
  return [
    `  ${paint.strong('Some of the people, by the reference they were given')}`,
    ...looked.map(({ person, reference }) => `    ${reference}  ${person}`),
  ];
}

function ofFile({ name, content }: NonNullable<Telling['file']>, paint: Paint): string[] {
  const { rows, broken, outside } = content;
  const lines = [`  ${paint.strong(name)}: ${counted(rows.length, 'complaint')} told${outside > 0 ? `, ${outside} of other days left out` : ''}.`];
  if (broken.length === 0) return lines;
  lines.push(`  ${paint.bad(`${counted(broken.length, 'line')} could not be used:`)}`);
  lines.push(...broken.slice(0, BROKEN_SHOWN).map(({ line, why }) => `    line ${line}: ${why}`));
  const more = broken.slice(BROKEN_SHOWN);
  if (more.length > 0)
    lines.push(...wrapped(`and ${more.length} more: line ${ranges(more.map(({ line }) => line))}`, 90).map((part) => `    ${part}`));
  return lines;
}

/** Numbers in rising order in few words: 1, 2, 3 and 7 are "1–3, 7". */
function ranges(numbers: readonly number[]): string {
  const stretches: [first: number, last: number][] = [];
  for (const number of numbers) {
    const stretch = stretches.at(-1);
    if (stretch && stretch[1] === number - 1) stretch[1] = number;
    else stretches.push([number, number]);
  }
  return stretches.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}

function sums({ metrics }: Figures, weeks: readonly Day[], paint: Paint): string[] {
  const lines = conservation(metrics).map(({ text, holds }) => `  ${holds ? paint.good('✓') : paint.bad('✗')} ${text}`);
  const isOnlyThis = metrics.byWeek.every(({ week }) => weeks.includes(week));
  return isOnlyThis ? lines : [...lines, `  ${paint.quiet('This loop holds complaints of other times, too; the sums are of all of them.')}`];
}

/** The weeks of what was told, without gaps. */
function weeksOf({ from, to }: Telling): Day[] {
  const weeks: Day[] = [];
  for (let week = mondayOf(from); week <= to; week = addDays(week, 7)) weeks.push(week);
  return weeks;
}
