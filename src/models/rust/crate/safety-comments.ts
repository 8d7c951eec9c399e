/**
 * Where clippy's `undocumented_unsafe_blocks` looks for `// SAFETY:`, with its default options: on the lines right above the block, above the
 * statement or constant it is part of, and above that one's attributes.
 */
import { firstCommentBefore } from '../attributes.ts';
import type { SourceFile } from '../syntax.ts';
import { Keyword, Kind, Punct } from '../token.ts';

/** Line numbers are 0-based here. */
interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
}

const linesOf = new WeakMap<SourceFile, Lines>();

function lines(source: SourceFile): Lines {
  let known = linesOf.get(source);
  if (known === undefined) {
    const starts = [0];
    for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1);
    known = { text: source.text, starts };
    linesOf.set(source, known);
  }
  return known;
}

export function lineOf(source: SourceFile, offset: number): number {
  return source.position(offset).line - 1;
}

/**
 * Whether the lines right above a line, attributes aside, end in a comment that says `SAFETY:`, in any case.
 * @param after the search ends below this line
 */
export function hasSafetyComment(source: SourceFile, line: number, after: number): boolean {
  const { text, starts } = lines(source);
  let at = line - 1;
  const trimmed = (index: number): string => text.slice(starts[index]!, starts[index + 1] ?? text.length).trimStart();
  while (at > after && (trimmed(at) === '' || trimmed(at).startsWith('#['))) at -= 1;
  if (at <= after) return false;
  if (trimmed(at).startsWith('//')) return inLineComments(trimmed, at, after);
  for (; at > after; at -= 1) {
    if (!trimmed(at).startsWith('/*')) continue;
    const start = text.indexOf('/*', starts[at]!);
    return isOneBlockComment(text.slice(start, starts[line]!));
  }
  return false;
}

/** Whether the first comment in a block, before its first token, says `SAFETY:`; a second line does not count, as with clippy. */
export function opensWithSafetyComment(source: SourceFile, brace: number): boolean {
  const { comments } = source;
  const first = firstCommentBefore(source, brace + 1);
  if (first >= comments.count || comments.before[first] !== brace + 1) return false;
  return source.text.slice(comments.start[first], comments.end[first]).toUpperCase().includes('SAFETY:');
}

function inLineComments(trimmed: (line: number) => string, from: number, after: number): boolean {
  let inCode = false;
  for (let at = from; at > after; at -= 1) {
    const line = trimmed(at);
    if (line === '') continue;
    if (!line.startsWith('//')) return false;
    if (
      line
        .replace(/^(\/\/\/)+/, '')
        .trimStart()
        .startsWith('```')
    )
      inCode = !inCode;
    if (!inCode && line.toUpperCase().includes('SAFETY:')) return true;
  }
  return false;
}

function isOneBlockComment(text: string): boolean {
  let depth = 0;
  let at = 0;
  do {
    if (text.startsWith('/*', at)) {
      depth += 1;
      at += 2;
    } else if (text.startsWith('*/', at)) {
      depth -= 1;
      at += 2;
    } else at += 1;
  } while (depth > 0 && at < text.length);
  return text.slice(0, at).toUpperCase().includes('SAFETY:') && text.slice(at).trim() === '';
}

/**
 * Offset of what an unsafe block is part of and clippy accepts a comment above: the `let`, the assignment, or the whole expression.
 * @param token the `unsafe` token
 * @param from first token of the body
 * @returns undefined where a branch (`if unsafe { … }`) or another crate's macro stands between
 */
export function statementAround(source: SourceFile, token: number, from: number): number | undefined {
  const { kind, match, start } = source.tokens;
  let at = token;
  let inMacro = false;
  let assignment = -1;
  for (;;) {
    const before = at - 1;
    if (before < from) break;
    const here = kind[before]!;
    if (here === Punct.OpenParen || here === Punct.OpenBracket) {
      if (kind[before - 1] === Punct.Bang && isName(kind[before - 2])) inMacro = true;
      at = before;
    } else if (here === Punct.CloseParen || here === Punct.CloseBracket) {
      at = Math.min(at - 1, match[before]! < 0 ? before : match[before]!);
    } else if (here === Punct.CloseBrace) {
      if (endsStatement(kind, match, before)) break;
      at = Math.min(at - 1, match[before]! < 0 ? before : match[before]!);
    } else if (here === Punct.Semi || here === Punct.OpenBrace) break;
    else if (here === Punct.Comma && isListEnd(source, before, from)) break;
    else if (
      here === Punct.Greater &&
      kind[before - 1] === Punct.Equal &&
      source.tokens.end[before - 1] === start[before]
    )
      break;
    else if (here === Keyword.let && isCondition(kind, before)) return undefined;
    else {
      if (here === Punct.Equal && assignment < 0 && isAssignment(source, before)) assignment = before;
      at = before;
    }
  }
  return judge(source, at, token, assignment, inMacro);
}

/** The `let` of `if let`, `while let`, `a && let`: a branch, not a statement. */
function isCondition(kind: Uint8Array, at: number): boolean {
  const before = kind[at - 1];
  return before === Keyword.if || before === Keyword.while || before === Punct.And;
}

function judge(
  source: SourceFile,
  first: number,
  token: number,
  assignment: number,
  inMacro: boolean,
): number | undefined {
  const { kind, match, start } = source.tokens;
  let at = first;
  while (kind[at] === Punct.Hash && kind[at + 1] === Punct.OpenBracket && match[at + 1]! > at) at = match[at + 1]! + 1;
  if (kind[at] === Keyword.let) return start[first]!;
  if (assignment >= 0) return first < at ? start[first]! : start[assignment]!;
  if (inMacro) return undefined;
  const word = kind[at];
  const branches =
    word === Keyword.if ||
    word === Keyword.match ||
    word === Keyword.while ||
    word === Keyword.for ||
    word === Keyword.loop;
  if (branches && at < token) return undefined;
  return start[first]!;
}

function isName(kind: number | undefined): boolean {
  return kind === Kind.Identifier || kind === Kind.RawIdentifier;
}

/** `a = b`, as against `==`, `<=`, `=>`, `+=`. */
function isAssignment(source: SourceFile, at: number): boolean {
  const { text } = source;
  const offset = source.tokens.start[at]!;
  return !'=<>!+-*/%^&|'.includes(text[offset - 1]!) && text[offset + 1] !== '=' && text[offset + 1] !== '>';
}

/** A `}` behind which a new statement begins. */
function endsStatement(kind: Uint8Array, match: Int32Array, close: number): boolean {
  const next = kind[close + 1];
  if (next === Punct.Dot || next === Punct.Question || next === Keyword.else || next === Keyword.as) return false;
  if (
    next !== undefined &&
    '=<>+-*/%^&|,)]'.includes(String.fromCharCode(next)) &&
    next !== Punct.Star &&
    next !== Punct.And
  )
    return false;
  const open = match[close]!;
  return open < close;
}

/** A comma directly in braces separates match arms or fields; in parentheses or brackets it separates operands. */
function isListEnd(source: SourceFile, comma: number, from: number): boolean {
  const { kind, match } = source.tokens;
  for (let at = comma - 1; at >= from; at -= 1) {
    const here = kind[at]!;
    if (here === Punct.CloseParen || here === Punct.CloseBracket || here === Punct.CloseBrace) {
      const open = match[at]!;
      if (open >= 0 && open < at) at = open;
    } else if (here === Punct.OpenParen || here === Punct.OpenBracket) return false;
    else if (here === Punct.OpenBrace) return true;
  }
  return false;
}
