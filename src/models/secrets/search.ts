import type { PatchEntry } from '../git/patch.ts';
import { CleanFiles } from './clean-files.ts';
import type { SecretFinding, SecretScan } from './kind.ts';
import { scanSecrets } from './scan.ts';

export interface FileSecret extends SecretFinding {
  readonly path: string;
}

/** A credential that some commit or tag brought in. */
interface HistorySecret extends SecretFinding {
  /** `commit 1a2b3c4d, src/a.rs`, `message of commit …`, `message of tag …`. */
  readonly where: string;
}

/** One file to search: its text, or why it has none. */
export type Searched =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly unread: 'binary' | 'unreadable' };

export interface FileSearch {
  readonly found: readonly FileSecret[];
  readonly searched: number;
  readonly binary: number;
  /** Files that could not be read: what is in them is unknown. */
  readonly unreadable: readonly string[];
  readonly skippedLines: readonly { readonly path: string; readonly line: number }[];
}

/** Looks for credentials in files. @param clean files that an earlier run has searched */
export function searchFiles(files: Iterable<Searched>, clean = new CleanFiles(undefined)): FileSearch {
  const search = new RunningSearch(clean);
  for (const file of files) search.add(file);
  return search.finish();
}

/** The same, file by file: who searches a whole disk wants to hear of time and signals between two of them. */
export class RunningSearch {
  readonly #clean: CleanFiles;
  readonly #found: FileSecret[] = [];
  readonly #skippedLines: { path: string; line: number }[] = [];
  readonly #unreadable: string[] = [];
  #searched = 0;
  #binary = 0;

  /** @param clean files that an earlier run has searched */
  constructor(clean: CleanFiles) {
    this.#clean = clean;
  }

  add(file: Searched): void {
    if ('unread' in file) {
      if (file.unread === 'binary') this.#binary += 1;
      else this.#unreadable.push(file.path);
      return;
    }
    this.#searched += 1;
    const { path, text } = file;
    const scan = this.#clean.unlessClean(path, text, () => scanSecrets(text, path), isClean);
    for (const finding of scan?.findings ?? []) this.#found.push({ path, ...finding });
    for (const line of scan?.skippedLines ?? []) this.#skippedLines.push({ path, line });
  }

  finish(): FileSearch {
    this.#clean.write();
    return {
      ...{ found: this.#found, searched: this.#searched, binary: this.#binary },
      ...{ unreadable: this.#unreadable, skippedLines: this.#skippedLines },
    };
  }
}

const isClean = ({ findings, skippedLines }: SecretScan): boolean => findings.length + skippedLines.length === 0;

/** What a history yields: added lines of a commit, a commit's message, a tag's message. */
export type HistoryText = PatchEntry | { readonly kind: 'tag'; readonly tag: string; readonly text: string };

export interface HistorySearch {
  readonly found: readonly HistorySecret[];
  readonly commits: number;
  readonly skippedLines: number;
}

/**
 * Looks for credentials in everything a history ever added. A credential that many commits touch is told once, with the
 * last entry that holds it: git lists newest first, so that is the commit that brought it in.
 */
export async function searchHistory(
  entries: AsyncIterable<HistoryText>,
  skipsPath: (path: string) => boolean,
): Promise<HistorySearch> {
  const found = new Map<string, HistorySecret>();
  const commits = new Set<string>();
  let skippedLines = 0;
  for await (const entry of entries) {
    if (entry.kind !== 'tag') commits.add(entry.commit);
    if (entry.kind === 'lines' && skipsPath(entry.path)) continue;
    const path = entry.kind === 'lines' ? entry.path : undefined;
    const scan = scanSecrets(entry.kind === 'lines' ? entry.lines.join('\n') : entry.text, path ?? 'message.md');
    skippedLines += scan.skippedLines.length;
    const offset = entry.kind === 'lines' ? entry.line - 1 : 0;
    for (const finding of scan.findings) {
      const secret = { ...finding, line: finding.line + offset, where: placeOf(entry) };
      found.set(`${finding.kind} ${finding.redacted} ${finding.mark}`, secret);
    }
  }
  return { found: [...found.values()], commits: commits.size, skippedLines };
}

function placeOf(entry: HistoryText): string {
  if (entry.kind === 'tag') return `message of tag ${entry.tag}`;
  const commit = entry.commit.slice(0, 10);
  return entry.kind === 'message' ? `message of commit ${commit}` : `commit ${commit}, ${entry.path}`;
}
