/** Joins coverage reports to the module: which there are, what they say of its code, and whether they are older than it. */
import { fact } from '../fact.ts';
import { namedLikeReports, USUAL_PLACES } from '../models/line-coverage/places.ts';
import {
  type CoverageReport,
  isCoverage,
  type OwnCoverage,
  ownCoverage,
  parseCoverage,
} from '../models/line-coverage/report.ts';
import type { Files } from '../sources/files.ts';
import type { Git } from '../sources/git.ts';
import { Unavailable } from '../verdict.ts';

/** A file of the module that git does not track. */
export interface UntrackedFile {
  readonly text: string;
  /** Seconds since 1970. */
  readonly modified: number;
}

export interface JudgedReport extends OwnCoverage {
  readonly path: string;
  readonly format: CoverageReport['format'];
  /** Not older than the last change of the code; undefined when nobody can tell. */
  readonly fresh: boolean | undefined;
  readonly tracked: boolean;
}

export interface CoverageReports {
  readonly reports: readonly JudgedReport[];
  readonly broken: readonly { readonly path: string; readonly message: string; readonly line: number | undefined }[];
  /** Source files with functions in them: what a report should name. */
  readonly sources: readonly string[];
}

export interface CoverageInput {
  readonly files: Files;
  /** The module's folder in its repository. */
  readonly folder: string;
  /** Folders of its packages, from the module. */
  readonly packages: readonly string[];
  readonly git: Git | undefined;
  untracked(path: string): UntrackedFile | undefined;
}

/** Finds and judges the coverage reports of a module. @throws Unavailable when one is too large to be read */
export async function findCoverage(input: CoverageInput): Promise<CoverageReports> {
  const { files } = input;
  const codeFolders = input.packages.map((folder) => (folder === '' ? 'src' : `${folder}/src`));
  const inRepository = (path: string) => (input.folder === '' ? path : `${input.folder}/${path}`);
  // Only a report makes it matter, and most modules have none.
  const changed = fact(async () => input.git?.lastChange(codeFolders.map(inRepository)));
  const reports: JudgedReport[] = [];
  const broken: CoverageReports['broken'][number][] = [];
  for (const { path, text, modified } of candidates(input)) {
    const parsed = parseCoverage(text);
    if (parsed === undefined) continue;
    if (!isCoverage(parsed)) {
      broken.push({ path, ...parsed });
      continue;
    }
    const base = baseOf(path, input.packages);
    const own = ownCoverage(
      parsed,
      (file) => files.has(file),
      base,
      (file) => linesIn(textOrNothing(files, file)),
    );
    if (own.total === 0) continue;
    const fresh = await isFresh(input.git, changed, modified ?? inRepository(path));
    reports.push({ path, format: parsed.format, ...own, fresh, tracked: modified === undefined });
  }
  return { reports, broken, sources: reports.length === 0 ? [] : codeWithFunctions(files, codeFolders) };
}

function* candidates({
  files,
  untracked,
}: CoverageInput): Generator<{ path: string; text: string; modified?: number }> {
  for (const path of namedLikeReports(files.paths)) yield { path, text: files.text(path) ?? '' };
  for (const path of USUAL_PLACES) {
    const found = files.has(path) ? undefined : untracked(path);
    if (found !== undefined) yield { path, ...found };
  }
}

/** A report in a member's folder has that folder's paths. */
function baseOf(path: string, packages: readonly string[]): string {
  return packages.find((folder) => folder !== '' && path.startsWith(`${folder}/`)) ?? '';
}

/** @param written the path of a tracked report, or the time at which another was written */
async function isFresh(
  git: Git | undefined,
  codeChanged: () => Promise<{ hash: string; time: number } | undefined>,
  written: string | number,
): Promise<boolean | undefined> {
  const changed = git?.shallow === false ? await codeChanged() : undefined;
  if (git === undefined || changed === undefined) return undefined;
  if (typeof written === 'number') return written >= changed.time;
  const report = await git.lastChange([written]);
  const newer = report && (await git.distance(report.hash, changed.hash));
  return newer === undefined ? undefined : newer <= 0;
}

function codeWithFunctions(files: Files, folders: readonly string[]): string[] {
  const inCode = files.paths.filter(
    (path) => path.endsWith('.rs') && folders.some((folder) => path.startsWith(`${folder}/`)),
  );
  return inCode.filter((path) => !/(^|[/_])tests?\.rs$/.test(path) && /\bfn\s+\w/.test(textOrNothing(files, path)));
}

/** A file that cannot be read has as many lines as a report says. */
const linesIn = (text: string): number => (text === '' ? Number.POSITIVE_INFINITY : text.split('\n').length);

function textOrNothing(files: Files, path: string): string {
  try {
    return files.text(path) ?? '';
  } catch (thrown) {
    if (thrown instanceof Unavailable) return '';
    throw thrown;
  }
}
