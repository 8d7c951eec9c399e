/** Marks and colours of verdicts on a terminal. */
import { Chalk, type ChalkInstance } from 'chalk';
import { isWaived, type ReportItem, type ReportVerdict } from '../report.ts';

/** What an item looks like: its verdict, or that people decided otherwise. */
export type Look = ReportVerdict | 'waived' | 'advisory';

export function lookOf(item: ReportItem): Look {
  if (isWaived(item)) return 'waived';
  return item.verdict === 'fail' && item.level === 'advisory' ? 'advisory' : item.verdict;
}

/** Told apart without colour too. */
export const marks: Readonly<Record<Look, string>> = {
  pass: '✔',
  fail: '✘',
  review: '◆',
  open: '○',
  notApplicable: '–',
  error: '!',
  waived: '~',
  advisory: '△',
};

export type Tone = Look | 'dim' | 'bold' | 'heading' | 'plain';

export type Paint = Readonly<Record<Tone, (text: string) => string>>;

export function palette(level: 0 | 1 | 2 | 3): Paint {
  const chalk: ChalkInstance = new Chalk({ level });
  const styles: Record<Exclude<Tone, 'plain'>, ChalkInstance> = {
    pass: chalk.green,
    fail: chalk.red,
    review: chalk.yellow,
    open: chalk.cyan,
    notApplicable: chalk.dim,
    error: chalk.magenta,
    waived: chalk.yellow,
    advisory: chalk.yellow,
    dim: chalk.dim,
    bold: chalk.bold,
    heading: chalk.bold.underline,
  };
  // One argument only: chalk joins all it gets, and `map` gives three.
  const plain = Object.entries(styles).map(([tone, style]) => [tone, (text: string) => style(text)]);
  return { ...Object.fromEntries(plain), plain: (text: string) => text };
}
