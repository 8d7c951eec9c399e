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
  /** What each name that the piece imports stands for. */
  names: ReadonlyMap<string, readonly string[]>;
  /** What the piece imports everything of. */
  globs: readonly (readonly string[])[];
  /** Types, modules and parameters that the piece itself declares. */
  declared: ReadonlySet<string>;
  /** Paths whose first name is neither imported nor declared: a glob, the piece before or nobody brings it. */
  loose: readonly { segments: readonly string[]; line: number }[];
  /** Whether it has a `main` of its own, and no macro but well-known ones that might declare something. */
  isProgram: boolean;
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
  const loose = [];
  for (const { segments, line, ...how } of written) {
    const [first = '', ...rest] = segments;
    const start = names.get(first);
    if (start) {
      if (rest.length > 0) paths.push({ segments: [...start, ...rest], line, imported: false });
    } else if (segments.length > 1 && !declared.has(first)) {
      paths.push({ segments, line, imported: false, ...how });
      if (how.inert !== true) loose.push({ segments, line });
    }
  }
  const fault = source.errors[0] ?? findEllipsis(source);
  const error = fault && { message: fault.message, line: Math.max(1, fault.line - 1) };
  return { paths, names, globs, declared, loose, isProgram: isProgram(source), error };
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

/** Names of types, modules and parameters that the piece itself declares. */
function findDeclared(source: SourceFile): Set<string> {
  const names = new Set<string>();
  const { count, kind } = source.tokens;
  for (let at = 0; at + 1 < count; at += 1) {
    const isType = DECLARES.has(kind[at]!);
    if (isType) names.add(source.tokenText(at + 1));
    const behind = kind[at] === Keyword.impl ? at + 1 : isType || kind[at] === Keyword.fn ? at + 2 : count;
    if (kind[behind] === Punct.Less) for (const name of parametersFrom(source, behind)) names.add(name);
  }
  return names;
}

/** `T` and `N` of `<'a, T: Into<String>, const N: usize>`. */
function parametersFrom(source: SourceFile, from: number): string[] {
  const c = new Cursor(source, { from, to: source.tokens.count });
  skipAngles(c);
  const inside = { from: from + 1, to: c.at - 1 };
  const names: string[] = [];
  for (c.at = inside.from; c.at < inside.to; ) {
    const begins = c.at === inside.from || source.tokens.kind[c.at - 1] === Punct.Comma;
    if (c.is(Punct.Less)) skipAngles(c);
    else {
      const at = source.tokens.kind[c.at] === Keyword.const ? c.at + 1 : c.at;
      if (begins) names.push(source.tokenText(at));
      c.at = at + 1;
    }
  }
  return names;
}

/** Macros that declare nothing. */
const PLAIN_MACRO =
  /^(?:e?print(?:ln)?|format|format_args|vec|(?:debug_)?assert(?:_eq|_ne)?|panic|todo|unimplemented|unreachable|matches|writeln|write|dbg|concat|stringify|env|option_env|include_str|include_bytes|json|trace|debug|info|warn|error|anyhow|bail|ensure|select|join|try_join|pin)$/;

function isProgram(source: SourceFile): boolean {
  const { count, kind } = source.tokens;
  let mains = 0;
  for (let at = 0; at + 1 < count; at += 1) {
    if (kind[at] === Keyword.fn && source.tokenText(at + 1) === 'main') mains += 1;
    const calls = kind[at + 1] === Punct.Bang && /^[({[]$|^\w/.test(source.tokenText(at + 2));
    if (calls && /^\w+$/.test(source.tokenText(at)) && !PLAIN_MACRO.test(source.tokenText(at))) return false;
  }
  // one is that of the reader of snippets
  return mains > 1;
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
