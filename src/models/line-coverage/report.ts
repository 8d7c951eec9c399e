import { parseCobertura } from './cobertura.ts';
import { parseCoverageJson } from './json.ts';
import { parseLcov } from './lcov.ts';

/** Which lines of a file ran: true for those that did. */
export type CoveredLines = Map<number, boolean>;

export interface CoverageReport {
  readonly format: 'lcov' | 'Cobertura' | 'tarpaulin JSON' | 'llvm-cov JSON';
  /** By the file's path as the report writes it; lines where it gives them, else only their number. */
  readonly files: ReadonlyMap<string, LineCount>;
}

export interface LineCount {
  readonly covered: number;
  readonly total: number;
  /** The greatest line, where the report gives lines. */
  readonly last?: number;
}

export interface CoverageProblem {
  readonly message: string;
  readonly line: number | undefined;
}

/** Reads a coverage report, whose format its content tells. Undefined when it is none of the known ones. Never throws. */
export function parseCoverage(text: string): CoverageReport | CoverageProblem | undefined {
  const start = text.trimStart().slice(0, 4_000);
  if (start.startsWith('{')) return parseCoverageJson(text);
  if (start.startsWith('<')) return /<coverage[\s>]/.test(start) ? parseCobertura(text) : undefined;
  return /^(TN|SF):/m.test(start) ? parseLcov(text) : undefined;
}

export function isCoverage(result: CoverageReport | CoverageProblem): result is CoverageReport {
  return 'files' in result;
}

/** Adds what a report says of a line: it is covered when some run covered it. */
export function addLine(lines: CoveredLines, line: number, hits: number): void {
  lines.set(line, hits > 0 || lines.get(line) === true);
}

export function countLines(lines: CoveredLines): LineCount {
  let covered = 0;
  let last = 0;
  for (const [line, hit] of lines) {
    if (hit) covered += 1;
    if (line > last) last = line;
  }
  return { covered, total: lines.size, last };
}

/** What a report says of the module's own code. */
export interface OwnCoverage {
  readonly covered: number;
  readonly total: number;
  /** Own files that the report counts. */
  readonly files: readonly string[];
  /** Files of the module that the report names and that do not exist. */
  readonly gone: readonly string[];
  /** Own files of which the report names a line behind their end: it was made of another state of them. */
  readonly beyond: readonly { readonly file: string; readonly line: number; readonly lines: number }[];
}

type Beyond = OwnCoverage['beyond'][number];

/** Code of others that some tools report too. */
const FOREIGN = /(^|\/)(\.cargo\/(registry|git)|rustc|\.rustup|vendor|target)\//;
const TESTS = /(^|\/)(tests|benches|examples)\/|(^|[/_])tests?\.rs$/;

/**
 * Sums up the lines of the module's own code: Rust files but tests, benches and examples, whose own lines nearly always run.
 * @param exists whether a path, from the module's root, is one of its files
 * @param base the folder that the report's relative paths begin at
 * @param linesOf how many lines a file of the module has
 */
export function ownCoverage(
  report: CoverageReport,
  exists: (path: string) => boolean,
  base = '',
  linesOf: (path: string) => number = () => Number.POSITIVE_INFINITY,
): OwnCoverage {
  const own = { covered: 0, total: 0, files: [] as string[], gone: [] as string[], beyond: [] as Beyond[] };
  for (const [written, { covered, total, last = 0 }] of report.files) {
    const path = written.replaceAll('\\', '/').replace(/^\.\//, '');
    if (!path.endsWith('.rs') || FOREIGN.test(path) || total === 0) continue;
    const found = inModule(path, exists, base);
    if (TESTS.test(found ?? path.replace(/^.*\/(?=src\/)/, ''))) continue;
    if (found === undefined) own.gone.push(path);
    else own.files.push(found);
    const lines = found === undefined ? last : linesOf(found);
    if (found !== undefined && last > lines) own.beyond.push({ file: found, line: last, lines });
    own.covered += covered;
    own.total += total;
  }
  return own;
}

/** No system opens a file by a longer path, in UTF-16 code units (PATH_MAX of Linux, in bytes). */
const LONGEST = 4096;

/** Reports are made elsewhere, with absolute paths: the longest end of one that is a file of the module is meant. */
function inModule(path: string, exists: (path: string) => boolean, base: string): string | undefined {
  if (path.length > LONGEST) {
    const slash = path.indexOf('/', path.length - LONGEST);
    return slash < 0 ? undefined : inModule(path.slice(slash + 1), exists, '');
  }
  if (base !== '' && exists(`${base}/${path}`)) return `${base}/${path}`;
  for (let rest = path.replace(/^\/+|^[A-Za-z]:\//, ''); ; rest = rest.slice(rest.indexOf('/') + 1)) {
    if (exists(rest)) return rest;
    if (!rest.includes('/')) return undefined;
  }
}

/** Percent of covered lines, cut (not rounded) to a tenth: 79.99 is no 80. */
export function percentOf({ covered, total }: Pick<LineCount, 'covered' | 'total'>): number {
  return total === 0 ? 0 : Math.floor((covered * 1000) / total) / 10;
}
