/** A piece of Rust as documentation shows it: statements without a `main`, hidden `# ` lines, the names it takes from which crate. */
import { Cursor } from '../rust/cursor.ts';
import { parseSourceFile } from '../rust/parse.ts';
import type { SourceFile, UseName } from '../rust/syntax.ts';
import { Keyword, Punct } from '../rust/token.ts';
import { parseUseNames } from '../rust/use-declarations.ts';

/** A path that the piece writes, imports put in. */
export interface SnippetPath {
  /** From the crate's name on: `['cim_parcel', 'Parcel', 'register']`. */
  segments: readonly string[];
  /** Line of the piece, counted from 1. */
  line: number;
  imported: boolean;
  /** Of an attribute behind another, which may be the one that reads it. */
  inert?: boolean;
}

export interface Snippet {
  paths: readonly SnippetPath[];
  /** Paths that may come from one of the crates that the piece imports everything of. */
  throughGlobs: readonly { globs: readonly (readonly string[])[]; segments: readonly string[]; line: number }[];
  /** Why it does not parse, when it does not. */
  error: { message: string; line: number } | undefined;
}

/** Reads a piece of Rust. Any text is accepted; what is not Rust is told in `error`, and the paths before it still count. */
export function readSnippet(code: string): Snippet {
  const lines = code.split('\n').map((line) => line.replace(/^\s*#(?: (.*))?$/, '$1').replace(/^\s*#!\[.*$/, ''));
  const source = parseSourceFile('snippet.rs', `fn main() {\n${lines.join('\n')}\n}\n`);
  const uses = findUses(source);
  const names = new Map<string, readonly string[]>();
  const globs: (readonly string[])[] = [];
  for (const { use } of uses) {
    if (use.glob) globs.push(use.path);
    else if (use.name !== '_') names.set(use.name, use.path);
  }
  const imported = uses
    .filter(({ use }) => use.path.length > 0)
    .map(({ use, line }): SnippetPath => ({ segments: use.path, line, imported: true }));
  const written = findPaths(
    source,
    uses.map(({ range }) => range),
  );
  const paths = [...imported];
  const declared = findDeclared(source);
  const throughGlobs = [];
  for (const { segments, line, ...how } of written) {
    const [first = '', ...rest] = segments;
    const start = names.get(first);
    if (start) {
      if (rest.length > 0) paths.push({ segments: [...start, ...rest], line, imported: false });
    } else if (segments.length > 1 && !declared.has(first)) {
      paths.push({ segments, line, imported: false, ...how });
      if (globs.length > 0) throughGlobs.push({ globs, segments, line });
    }
  }
  const fault = source.errors[0] ?? findEllipsis(source);
  return { paths, throughGlobs, error: fault && { message: fault.message, line: Math.max(1, fault.line - 1) } };
}

interface FoundUse {
  use: UseName;
  line: number;
  range: { from: number; to: number };
}

function findUses(source: SourceFile): FoundUse[] {
  const found: FoundUse[] = [];
  const { count, kind } = source.tokens;
  for (let at = 0; at < count; at += 1) {
    // `impl Trait + use<'a>` captures and imports nothing
    if (kind[at] !== Keyword.use || source.tokenText(at + 1) === '<') continue;
    let end = at + 1;
    while (end < count && kind[end] !== Punct.Semi) end += 1;
    const range = { from: at + 1, to: end };
    for (const use of parseUseNames(new Cursor(source, range))) {
      found.push({ use, line: source.position(use.targetOffset).line - 1, range });
    }
    at = end;
  }
  return found;
}

/** `...` is how examples abridge; Rust has it in the parameters of foreign functions only. */
function findEllipsis(source: SourceFile): { message: string; line: number } | undefined {
  const { count, kind, start } = source.tokens;
  for (let at = 0; at + 2 < count; at += 1) {
    if (kind[at] === Punct.Dot && source.text.startsWith('...', start[at]) && source.text[start[at]! - 1] !== '.') {
      return { message: '`...` stands for code', line: source.position(start[at]!).line };
    }
  }
  return undefined;
}

const DECLARES: ReadonlySet<number> = new Set([Keyword.struct, Keyword.enum, Keyword.trait, Keyword.type, Keyword.mod]);

/** Names of types and modules that the piece itself declares. */
function findDeclared(source: SourceFile): Set<string> {
  const names = new Set<string>();
  const { count, kind } = source.tokens;
  for (let at = 0; at + 1 < count; at += 1) if (DECLARES.has(kind[at]!)) names.add(source.tokenText(at + 1));
  return names;
}

interface WrittenPath {
  readonly segments: string[];
  readonly line: number;
  readonly inert?: boolean;
}

/** Paths of two segments or more, and single names, outside imports; what follows `.` or `::` begins none. */
function findPaths(source: SourceFile, uses: readonly { from: number; to: number }[]): WrittenPath[] {
  const found: WrittenPath[] = [];
  const c = new Cursor(source, { from: 0, to: source.tokens.count });
  let next = 0;
  while (!c.done) {
    while (next < uses.length && uses[next]!.to <= c.at) next += 1;
    const use = uses[next];
    if (use && use.from <= c.at) c.at = use.to;
    else if (c.isName() && source.tokens.kind[c.at - 1] !== Punct.Dot) {
      const line = source.position(c.offset()).line - 1;
      const inert = isSecondAttribute(source.tokens.kind, c.at);
      const segments = takeSegments(c);
      if (segments.length > 1) found.push({ segments, line, ...(inert ? { inert } : {}) });
    } else c.at += 1;
  }
  return found;
}

/** `#[a] #[b]`, from `b`. */
const isSecondAttribute = (kind: Uint8Array, at: number): boolean =>
  kind[at - 1] === Punct.OpenBracket && kind[at - 2] === Punct.Hash && kind[at - 3] === Punct.CloseBracket;

function takeSegments(c: Cursor): string[] {
  const segments = [c.takeName()];
  while (c.takeColons()) {
    if (c.is(Punct.Less)) skipAngles(c);
    else if (c.isName()) segments.push(c.takeName());
    else break;
  }
  return segments;
}

/** Moves behind the `>` of generic arguments; `->` and `=>` inside close nothing. */
function skipAngles(c: Cursor): void {
  let depth = 0;
  while (!c.done) {
    if (c.is(Punct.Less)) depth += 1;
    else if (c.is(Punct.Greater) && !/[-=]/.test(c.source.text[c.offset() - 1] ?? '')) depth -= 1;
    c.at += 1;
    if (depth <= 0) return;
  }
}
