/** One folder from disk to its report: what every command that looks at a module does. */

import type { AppliedPolicy } from '../../decisions/policy.ts';
import type { AnswerStore } from '../../models/kept/answers.ts';
import type { Settings, Sources } from '../../repo.ts';
import type { Report } from '../../report.ts';
import type { Excerpts } from '../../reporters/index.ts';
import type { Rule } from '../../rule.ts';
import { Journal } from '../../sources/journal.ts';
import type { KeptReport } from '../../sources/kept-report.ts';
import { beginModule, findFolder, isBare, type Opening, type OpenOptions } from '../../sources/module.ts';
import { toolBuild, toolVersion } from '../../version.ts';
import { CannotRun } from '../failure.ts';

export interface JudgeOptions {
  readonly policy: AppliedPolicy;
  readonly selected: (rule: Rule) => boolean;
  readonly advisoryDb?: string;
  readonly history?: true;
  readonly waivers: boolean;
  readonly attestations: boolean;
  /** Seconds. */
  readonly timeout: number;
  /** MiB. */
  readonly maxFileSize: number;
  /** What was found in an earlier run, and rests on nothing that has changed, may come from the user's cache folder. */
  readonly cache: boolean;
  /** All other options as data, where the report of a run rests on nothing but them, the module and the day: then it is kept too. */
  readonly asData?: string;
  /** Bring the lines around each finding too. */
  readonly excerpts?: boolean;
  /** Hears how many commits of a history are searched, of how many. */
  readonly watchHistory?: (read: number, total: number) => void;
  /** Another view of the module, such as one where a file is already written. */
  readonly seenAs?: (sources: Sources) => Sources;
}

export interface Judged {
  readonly report: Report;
  readonly excerpts?: Excerpts;
  /** Why nothing was judged. */
  readonly trouble?: string;
}

/** Today in UTC, as YYYY-MM-DD. */
export const today = (): string => new Date().toISOString().slice(0, 10);

export async function judge(folder: string, options: JudgeOptions): Promise<Judged> {
  const basis = { today: today(), node: process.versions };
  const known = await recall(folder, options, basis);
  return (await tellAgain(folder, options, known)) ?? (await judgeAfresh(folder, options, known, basis));
}

/** What an earlier run said, where all that it rests on is as it was. */
async function tellAgain(folder: string, options: JudgeOptions, { kept }: Known): Promise<Judged | undefined> {
  if (!kept?.isKept) return undefined;
  const opening = begin(folder, options, { listing: kept.listing });
  try {
    const report = await kept.find(opening);
    return report && (await withExcerpts(report, (await opening.module).sources, options));
  } finally {
    (await opening.module).close();
  }
}

async function judgeAfresh(folder: string, options: JudgeOptions, known: Known, { today }: Basis): Promise<Judged> {
  const { policy, seenAs = (sources) => sources, selected, timeout } = options;
  const { answers, kept } = known;
  const began = process.uptime();
  const journal = kept && new Journal();
  const opening = begin(folder, options, { journal });
  // Loaded while git lists the files.
  const [module, { audit }] = await Promise.all([opening.module, import('../../audit.ts')]);
  try {
    const sources = { ...seenAs(module.sources), ...(answers === undefined ? {} : { answers }) };
    const report = await audit(sources, {
      settings: settingsOf(options, today),
      selected,
      policy,
      toolVersion,
      timeout,
    });
    const isDone = process.uptime() - began < timeout && report.summary.error === 0;
    if (isDone) await kept?.keep(report, opening, journal?.noted);
    return await withExcerpts(report, sources, options);
  } finally {
    module.close();
  }
}

function settingsOf({ advisoryDb, attestations, history, waivers }: JudgeOptions, today: string): Settings {
  return {
    today,
    history: history === true,
    ...(advisoryDb === undefined ? {} : { advisoryDb }),
    ...(waivers ? {} : { waivers: false }),
    ...(attestations ? {} : { attestations: false }),
  };
}

function begin(folder: string, options: JudgeOptions, more: Pick<OpenOptions, 'journal' | 'listing'>): Opening {
  const { maxFileSize, timeout, watchHistory } = options;
  return beginModule(folder, {
    maxFileBytes: maxFileSize * 2 ** 20,
    git: { timeout: timeout * 1000 },
    ...(watchHistory === undefined ? {} : { watchHistory }),
    ...more,
  });
}

/** All that a report rests on beside the module and the options. */
interface Basis {
  readonly today: string;
  /** With what it is built of: patterns over Unicode are as new as its tables. */
  readonly node: NodeJS.ProcessVersions;
}

/** What is known from earlier runs. */
interface Known {
  readonly answers?: AnswerStore;
  readonly kept?: KeptReport;
}

async function recall(folder: string, { asData, cache }: JudgeOptions, basis: Basis): Promise<Known> {
  if (!cache || toolBuild === undefined) return {};
  const { openAnswerStore } = await import('../../sources/answer-store.ts');
  const answers = openAnswerStore(process.env, toolBuild, folder);
  if (answers === undefined) return {};
  if (asData === undefined) return { answers };
  const { KeptReport } = await import('../../sources/kept-report.ts');
  return { answers, kept: new KeptReport(answers, asData, JSON.stringify(basis)) };
}

async function withExcerpts(report: Report, sources: Sources, { excerpts }: JudgeOptions): Promise<Judged> {
  if (excerpts !== true) return { report };
  const { excerptsOf } = await import('../../excerpts.ts');
  return { report, excerpts: excerptsOf(report, sources) };
}

/** What is said of a module that could not be judged. */
export async function notJudged(
  name: string,
  trouble: string,
  { policy, selected }: Pick<JudgeOptions, 'policy' | 'selected'>,
): Promise<Judged> {
  const { unjudged } = await import('../../audit.ts');
  return { report: await unjudged(name, trouble, { policy, selected, toolVersion }), trouble };
}

/** @throws CannotRun when there is no such folder, or none that holds files */
export function folderOrRefuse(path: string): string {
  let folder: string;
  try {
    folder = findFolder(path);
  } catch (thrown) {
    throw new CannotRun(thrown instanceof Error ? thrown.message : String(thrown));
  }
  if (isBare(folder))
    throw new CannotRun(`${path} is in a repository without files (a bare one, or a .git folder): name a clone of it`);
  return folder;
}
