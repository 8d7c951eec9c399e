/** `cim-ready review`: where a module stands in the review process, who did what, and what is next. */
import { groups } from '../../rules/index.ts';
import { exitCode, type Report, type ReportItem } from '../report.ts';
import { jsonText } from '../reporters/json.ts';
import { reviewText } from '../reporters/review.ts';
import { folderOrRefuse, type JudgeOptions, judge } from './judging/judge.ts';
import { loadPolicy } from './policy-file.ts';
import { type ColorChoice, colorLevel, type Terminal } from './terminal.ts';

export interface ReviewOptions extends Pick<JudgeOptions, 'timeout' | 'maxFileSize' | 'cache'> {
  readonly policy?: string;
  readonly format: 'text' | 'json';
  readonly color: ColorChoice;
}

/** @returns 1 when a recorded step does not hold */
export async function review(path: string, options: ReviewOptions, terminal: Terminal): Promise<number> {
  const folder = folderOrRefuse(path);
  const policy = await loadPolicy(options.policy, terminal.env);
  const steps = groups.find(({ slug }) => slug === 'review')?.rules ?? [];
  const selected = (rule: { id: string }) => steps.some(({ id }) => id === rule.id);
  const { report } = await judge(folder, { ...options, policy, selected, waivers: true, attestations: true });
  if (options.format === 'json') await terminal.out(jsonText(asData(report)));
  else {
    const { width } = terminal;
    await terminal.out(reviewText(report, { width, colorLevel: colorLevel(options.color, terminal, false) }));
  }
  return exitCode([report], false);
}

function asData({ module, head, items }: Report) {
  const step = ({ id, text, verdict, evidence }: ReportItem) => ({ id, text, verdict, evidence });
  const next = items.find(({ verdict }) => verdict !== 'pass')?.id ?? null;
  return { schemaVersion: 1, module, ...(head === undefined ? {} : { head }), steps: items.map(step), next };
}
