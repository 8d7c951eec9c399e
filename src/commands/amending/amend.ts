/** One entry more in the repository's own file: what `waive` and `attest` do alike, each with its own words. */
import { putIntoList } from '../../models/yaml/edit.ts';
import type { Report } from '../../report.ts';
import { CannotRun } from '../failure.ts';
import { folderOrRefuse, type JudgeOptions, judge } from '../judging/judge.ts';
import { loadPolicy } from '../policy-file.ts';
import { selection } from '../select.ts';
import type { Terminal } from '../terminal.ts';
import { type Field, fillIn } from './fields.ts';
import { asIfWritten, keep, readOwnText, refuseMistakes } from './own-file.ts';

export interface AmendOptions extends Pick<JudgeOptions, 'timeout' | 'maxFileSize' | 'cache'> {
  readonly policy?: string;
  readonly dryRun?: true;
}

type Values = Readonly<Record<string, string | undefined>>;

export interface Amendment {
  readonly list: 'waivers' | 'attestations';
  /** What makes two entries the same: the later one takes the earlier one's place. */
  readonly sameness: readonly string[];
  /** @throws CannotRun when the item asks for no such entry */
  refuseNeedless(report: Report): void;
  fields(report: Report): Field[];
  /** @throws CannotRun when the entry would not count */
  refuseUncounted(report: Report, values: Values): void;
  /** What the person is told. */
  said(replaced: boolean, values: Values): string;
}

/** Judges the item as it is and as it would be, and writes the entry only when it counts. @throws CannotRun for nonsense */
export async function amend(
  id: string,
  path: string,
  options: AmendOptions,
  terminal: Terminal,
  amendment: Amendment,
): Promise<number> {
  const folder = folderOrRefuse(path);
  const policy = await loadPolicy(options.policy, terminal.env);
  const selected = selection([id], [], policy.group);
  const judgeAs = async (text: string): Promise<Report> => {
    const looking = { ...options, policy, selected, waivers: true, attestations: true, seenAs: asIfWritten(text) };
    return (await judge(folder, looking)).report;
  };
  if (!id.includes('/')) throw new CannotRun(`${id} is a group: name one of its items (\`cim-ready explain ${id}\`)`);
  const old = readOwnText(folder);
  const report = await judgeAs(old);
  amendment.refuseNeedless(report);
  const values = await fillIn(amendment.fields(report), terminal);
  const { text, replaced } = putIntoList(old, amendment.list, { item: id, ...values }, amendment.sameness);
  refuseMistakes(text, 'would have mistakes; nothing was written');
  amendment.refuseUncounted(await judgeAs(text), values);
  return keep(folder, text, options.dryRun === true, terminal, `${id}: ${amendment.said(replaced, values)}`);
}
