/**
 * Commits with their added lines, read from `git log --patch` as it comes. Hunks are counted, not recognised: no line of a
 * file can pose as a header. Format: diff-format(5), "Generating patch text" and "Combined diff format".
 */

export type PatchEntry =
  | {
      readonly kind: 'lines';
      readonly commit: string;
      readonly path: string;
      /** Line of the first added line in the new file. */
      readonly line: number;
      readonly lines: readonly string[];
    }
  | { readonly kind: 'message'; readonly commit: string; readonly text: string };

/** Prints what `PatchReader` reads; a message cannot hold a NUL. */
export const PATCH_FORMAT = '--format=%x00%H%n%B%x00';

const LONGEST_LINE = 1024 * 1024;
const NEWLINE = 10;

export class PatchReader {
  #rest: Buffer[] = [];
  #restLength = 0;
  /** The rest of an overlong line is dropped. */
  #dropping = false;
  #commit = '';
  #message: string[] | undefined;
  #path: string | undefined;
  /** Lines still to come of each parent, then of the result; empty outside a hunk. */
  #left: number[] = [];
  #line = 0;
  #added: { line: number; lines: string[] } | undefined;

  /** @param chunk the next bytes, cut anywhere */
  *take(chunk: Buffer): Generator<PatchEntry> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = this.#whole(chunk.subarray(start, end));
      start = end + 1;
      if (!this.#dropping) yield* this.#read(line);
      this.#dropping = false;
    }
    if (start === chunk.length || this.#dropping) return;
    this.#rest.push(Buffer.from(chunk.subarray(start)));
    this.#restLength += chunk.length - start;
    if (this.#restLength > LONGEST_LINE) {
      yield* this.#read(this.#whole(Buffer.alloc(0)).subarray(0, LONGEST_LINE));
      this.#dropping = true;
    }
  }

  /** What was still open at the end. */
  *end(): Generator<PatchEntry> {
    if (this.#restLength > 0) yield* this.#read(this.#whole(Buffer.alloc(0)));
    yield* this.#flush();
  }

  #whole(tail: Buffer): Buffer {
    if (this.#restLength === 0) return tail;
    const line = Buffer.concat([...this.#rest, tail]);
    this.#rest = [];
    this.#restLength = 0;
    return line;
  }

  *#read(line: Buffer): Generator<PatchEntry> {
    if (this.#message) {
      const end = line.indexOf(0);
      this.#message.push(line.toString('utf8', 0, end < 0 ? line.length : end));
      if (end < 0) return;
      yield { kind: 'message', commit: this.#commit, text: this.#message.join('\n') };
      this.#message = undefined;
    } else if (this.#left.length > 0) yield* this.#readHunk(line);
    else if (line[0] === 0) {
      yield* this.#flush();
      this.#commit = line.toString('utf8', 1);
      this.#message = [];
      this.#path = undefined;
    } else yield* this.#readHeader(line.toString());
  }

  *#readHeader(line: string): Generator<PatchEntry> {
    const hunk = /^(@@+) ((?:-\d+(?:,\d+)? )+)\+(\d+)(?:,(\d+))? \1/.exec(line);
    if (hunk) {
      const old = (hunk[2] ?? '')
        .trim()
        .split(' ')
        .map((range) => Number(range.split(',')[1] ?? 1));
      this.#left = [...old, Number(hunk[4] ?? 1)];
      this.#line = Number(hunk[3]);
      if (this.#left.every((count) => count === 0)) this.#left = [];
    } else if (line.startsWith('diff ')) {
      yield* this.#flush();
      this.#path = undefined;
    } else if (line.startsWith('+++ ')) this.#path = unquote(line.slice(4).replace(/\t$/, ''));
  }

  *#readHunk(line: Buffer): Generator<PatchEntry> {
    if (line[0] === 0x5c) return; // "\ No newline at end of file"
    const parents = this.#left.length - 1;
    const columns = line.toString('latin1', 0, parents);
    const gone = columns.includes('-');
    for (let parent = 0; parent < parents; parent++) if (columns[parent] === (gone ? '-' : ' ')) this.#left[parent]!--;
    if (!gone) this.#left[parents]!--;
    if (!gone && !columns.includes(' ') && !line.includes(0)) {
      this.#added ??= { line: this.#line, lines: [] };
      this.#added.lines.push(line.toString('utf8', parents));
    } else yield* this.#flush();
    if (!gone) this.#line++;
    if (this.#left.every((count) => count <= 0)) {
      this.#left = [];
      yield* this.#flush();
    }
  }

  *#flush(): Generator<PatchEntry> {
    const added = this.#added;
    this.#added = undefined;
    if (added && this.#path !== undefined && this.#path !== '/dev/null')
      yield { kind: 'lines', commit: this.#commit, path: this.#path, ...added };
  }
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Undoes git's C-style quoting of a path, which names bytes. */
export function unquote(name: string): string {
  if (!name.startsWith('"') || !name.endsWith('"') || name.length < 2) return name;
  const bytes: Buffer[] = [];
  for (const [part] of name.slice(1, -1).matchAll(/\\[0-7]{3}|\\.|[^\\]+/gs)) {
    if (!part.startsWith('\\')) bytes.push(Buffer.from(part));
    else if (part.length === 4) bytes.push(Buffer.from([Number.parseInt(part.slice(1), 8) & 255]));
    else bytes.push(Buffer.from([ESCAPES[part[1] ?? ''] ?? part.charCodeAt(1)]));
  }
  return Buffer.concat(bytes).toString();
}
