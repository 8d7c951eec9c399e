/** One folder from disk to its report: what every command that looks at a module does. */
import type { AppliedPolicy } from '../policy.ts';
import type { Sources } from '../repo.ts';
import type { Report } from '../report.ts';
import type { Excerpts } from '../reporters/index.ts';
import type { Rule } from '../rule.ts';
import { findFolder, openModule } from '../sources/module.ts';
import { toolBuild, toolVersion } from '../version.ts';
import { CannotRun } from './failure.ts';

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
  /** Answers about crates whose files have not changed may come from the user's cache folder. */
  readonly cache: boolean;
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
  const { advisoryDb, policy, selected, seenAs = (sources) => sources } = options;
  const settings = {
    today: today(),
    history: options.history === true,
    ...(advisoryDb === undefined ? {} : { advisoryDb }),
    ...(options.waivers ? {} : { waivers: false }),
    ...(options.attestations ? {} : { attestations: false }),
  };
  const opening = openModule(folder, {
    maxFileBytes: options.maxFileSize * 2 ** 20,
    git: { timeout: options.timeout * 1000 },
    ...(options.watchHistory === undefined ? {} : { watchHistory: options.watchHistory }),
  });
  // Loaded while git lists the files.
  const [module, { audit }, { openAnswerStore }] = await Promise.all([
    opening,
    import('../audit.ts'),
    import('../sources/answer-store.ts'),
  ]);
  try {
    const answers =
      options.cache && toolBuild !== undefined ? openAnswerStore(process.env, toolBuild, folder) : undefined;
    const sources = { ...seenAs(module.sources), ...(answers === undefined ? {} : { answers }) };
    const report = await audit(sources, { settings, selected, policy, toolVersion, timeout: options.timeout });
    if (options.excerpts !== true) return { report };
    const { excerptsOf } = await import('../excerpts.ts');
    return { report, excerpts: excerptsOf(report, sources) };
  } finally {
    module.close();
  }
}

/** What is said of a module that could not be judged. */
export async function notJudged(
  name: string,
  trouble: string,
  { policy, selected }: Pick<JudgeOptions, 'policy' | 'selected'>,
): Promise<Judged> {
  const { unjudged } = await import('../audit.ts');
  return { report: await unjudged(name, trouble, { policy, selected, toolVersion }), trouble };
}

/** @throws CannotRun when there is no such folder */
export function folderOrRefuse(path: string): string {
  try {
    return findFolder(path);
  } catch (thrown) {
    throw new CannotRun(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
