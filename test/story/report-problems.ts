import { columnWidth, fitted, sparkline, wrapped } from './bars.js';
import { dayOf, mondayOf, type Day } from './calendar.js';
import type { Problem } from './figures.js';
import type { Paint } from './paint.js';
import { dayInWords, statusInWords, verdictInWords } from './words.js';

const WIDTH = 90;

/** One problem from its opening to the last verdict, with its weeks and the days on which fixes shipped. */
export function problemLines(problem: Problem, weeks: readonly Day[], paint: Paint): string[] {
  const { causeCode, product, status, openedOn, reason, cycle, closedAt } = problem;
  const lines = [`  ${paint.strong(causeCode)} ${paint.quiet(`in ${product}`)}  ${mark(status, paint)}`, ...weekly(problem, weeks, paint)];
  lines.push(...indented(`Opened on ${dayInWords(openedOn)}: ${reason}.`));
  for (const { cycle: round, expectedReduction, shippedAt, dueOn, shipNote, status: taskStatus } of problem.fixTasks) {
    const name = cycle > 1 ? `Fix ${round}` : 'Fix';
    const expected = `expected to take away ${Math.round(expectedReduction * 100)} %`;
    if (shippedAt)
      lines.push(...indented(`${name} shipped on ${dayInWords(dayOf(new Date(shippedAt)))}, ${expected}.${shipNote ? ` “${shipNote}”` : ''}`));
    else
      lines.push(
        ...indented(`${name} ${taskStatus === 'started' ? 'is being made' : 'is with engineering'}, due on ${dayInWords(dueOn)}, ${expected}.`),
      );
    for (const check of problem.checks.filter((one) => one.cycle === round)) {
      lines.push(...indented(verdictInWords(check), check.verdict === 'held' ? paint.good : check.verdict === 'failed' ? paint.bad : paint.quiet));
    }
  }
  if (closedAt) lines.push(...indented(`Closed on ${dayInWords(dayOf(new Date(closedAt)))} by a second person.`));
  return lines;
}

/** A problem in two lines, for when there are many. */
export function problemInShort(problem: Problem, weeks: readonly Day[], paint: Paint): string[] {
  const { causeCode, product, openedOn, reason } = problem;
  const [first, ...rest] = wrapped(`${causeCode} (${product})`, WIDTH - 14);
  const day = paint.quiet(openedOn);
  return [
    `  ${day}  ${paint.strong(first!)}`,
    ...rest.map((line) => `              ${paint.strong(line)}`),
    `              ${paint.warm(sparkline(countsOf(problem, weeks).counts))}`,
    ...wrapped(reason, WIDTH - 14).map((line) => `              ${paint.quiet(line)}`),
  ];
}

function mark(status: string, paint: Paint): string {
  const words = statusInWords(status);
  return status === 'closed' ? paint.good(`✓ ${words}`) : paint.warm(`● ${words}`);
}

function weekly(problem: Problem, weeks: readonly Day[], paint: Paint): string[] {
  const { counts, weeksEach } = countsOf(problem, weeks);
  const width = columnWidth(counts.length);
  const shipped = problem.fixTasks.flatMap(({ shippedAt }) =>
    shippedAt ? [Math.floor(weeks.indexOf(mondayOf(dayOf(new Date(shippedAt)))) / weeksEach)] : [],
  );
  const lines = [`    ${paint.warm(sparkline(counts, width))} ${paint.quiet(`up to ${Math.max(0, ...counts)}`)}`];
  if (shipped.length > 0)
    lines.push(
      `    ${Array.from({ length: Math.max(...shipped) + 1 }, (_, index) => (shipped.includes(index) ? '▲' : ' ').padEnd(width))
        .join('')
        .trimEnd()} shipped`,
    );
  return lines;
}

function countsOf({ weekly }: Problem, weeks: readonly Day[]) {
  const byWeek = new Map(weekly.map(({ week, count }) => [week, count]));
  return fitted(weeks.map((week) => byWeek.get(week) ?? 0));
}

function indented(text: string, paint: (text: string) => string = (plain) => plain): string[] {
  return wrapped(text, WIDTH - 4).map((line) => `    ${paint(line)}`);
}
