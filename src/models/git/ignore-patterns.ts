/**
 * Patterns of .gitignore (gitignore(5)) and .gitattributes (gitattributes(5)), matched without git: modules without a
 * repository have them too, and asking git takes 4 ms each time.
 */

import { compileWildcard } from '../text/wildcard.ts';

export interface IgnorePattern {
  /** As written, without the `!`. */
  readonly text: string;
  /** Line in its file, counted from 1. */
  readonly line: number;
  readonly negated: boolean;
  readonly folderOnly: boolean;
  /** Tests a path relative to the file's folder. */
  matches(path: string): boolean;
}

/** @param text of a .gitignore */
function parseIgnore(text: string): IgnorePattern[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((raw, index) => {
      let pattern = withoutTrailingBlanks(raw.replace(/\r$/, ''));
      if (pattern === '' || pattern.startsWith('#')) return [];
      const negated = pattern.startsWith('!');
      if (negated) pattern = pattern.slice(1);
      const folderOnly = pattern.endsWith('/');
      const matches = compilePattern(folderOnly ? pattern.slice(0, -1) : pattern);
      return pattern === '' || pattern === '/'
        ? []
        : [{ text: pattern, line: index + 1, negated, folderOnly, matches }];
    });
}

// A trailing blank counts only behind a backslash.
function withoutTrailingBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end--;
  const backslashes = /\\*$/.exec(line.slice(Math.max(0, end - 64), end))?.[0].length ?? 0;
  return line.slice(0, end < line.length && backslashes % 2 === 1 ? end + 1 : end);
}

/**
 * @param pattern without the mark of negation and without a slash at the end
 * @returns a test of paths relative to the pattern's folder: of the last name when the pattern has no slash
 */
export function compilePattern(pattern: string): (path: string) => boolean {
  const anchored = pattern.includes('/');
  const body = pattern.startsWith('/') ? pattern.slice(1) : pattern;
  if (!/[*?[\\]/.test(body)) {
    if (anchored) return (path) => path === body;
    return (path) => path === body || (path.endsWith(body) && path[path.length - body.length - 1] === '/');
  }
  // Git takes the literal beginning off first, and then sees `**` where it stood at the end of a name: `/a**` matches a/b.
  const [, literal = '', rest = ''] = /^([^*?[\\]+(?<!\/))(\*\*.*)$/s.exec(body) ?? [];
  if (anchored && rest !== '') {
    const matchesRest = compileWildcard(rest);
    return (path) => path.startsWith(literal) && matchesRest(path.slice(literal.length));
  }
  const matches = compileWildcard(body);
  return anchored ? matches : (path) => matches(path.slice(path.lastIndexOf('/') + 1));
}

/** What decided about a path. */
export interface IgnoredBy {
  /** The .gitignore, relative to the root. */
  readonly file: string;
  readonly line: number;
  readonly pattern: string;
}

/** The .gitignore files of a tree, each in force from its folder on. */
export class IgnoreRules {
  readonly #byFolder = new Map<string, { file: string; patterns: readonly IgnorePattern[] }>();
  readonly #folders = new Map<string, IgnoredBy | undefined>();

  /** @param folder relative to the root, `''` for the root itself */
  add(folder: string, text: string): void {
    const file = folder === '' ? '.gitignore' : `${folder}/.gitignore`;
    this.#byFolder.set(folder, { file, patterns: parseIgnore(text) });
    this.#folders.clear();
  }

  get isEmpty(): boolean {
    return this.#byFolder.size === 0;
  }

  /**
   * @param path relative to the root; one that ends in a slash is a folder
   * @returns the pattern that ignores it or a folder above it, or undefined
   */
  ignores(path: string): IgnoredBy | undefined {
    const isFolder = path.endsWith('/');
    const name = isFolder ? path.slice(0, -1) : path;
    const parent = name.lastIndexOf('/');
    // What lies in an ignored folder cannot be brought back.
    const above = parent < 0 ? undefined : this.#ignoresFolder(name.slice(0, parent));
    return above ?? (isFolder ? this.#ignoresFolder(name) : this.#decide(name, false));
  }

  #ignoresFolder(folder: string): IgnoredBy | undefined {
    if (this.#folders.has(folder)) return this.#folders.get(folder);
    const parent = folder.lastIndexOf('/');
    const found = (parent < 0 ? undefined : this.#ignoresFolder(folder.slice(0, parent))) ?? this.#decide(folder, true);
    this.#folders.set(folder, found);
    return found;
  }

  // The nearest file decides, and in it the last line that matches.
  #decide(path: string, isFolder: boolean): IgnoredBy | undefined {
    for (let end = path.lastIndexOf('/'); ; end = end < 0 ? -1 : path.lastIndexOf('/', end - 1)) {
      const folder = end < 0 ? '' : path.slice(0, end);
      const rules = this.#byFolder.get(folder);
      const relative = end < 0 ? path : path.slice(end + 1);
      const last = rules?.patterns.findLast(
        (pattern) => (isFolder || !pattern.folderOnly) && pattern.matches(relative),
      );
      if (rules && last) return last.negated ? undefined : { file: rules.file, line: last.line, pattern: last.text };
      if (end < 0) return undefined;
    }
  }
}
