/**
 * Where clippy's `undocumented_unsafe_blocks` looks for `// SAFETY:`, with its default options: on the lines right above the block and above the
 * statement or constant it is part of, past attributes that have their lines to themselves.
 */

import { memo } from '../../collections/memo.ts';
import { isUnwritten } from '../../text/placeholder.ts';
import { firstCommentBefore } from '../attributes.ts';
import type { SourceFile, Tokens } from '../syntax.ts';
import { Keyword, Kind, Punct } from '../token.ts';

/** Line numbers are 0-based here. */
interface Lines {
  readonly starts: readonly number[];
  /** Answers by line and limit: many blocks may stand on one line. */
  readonly explained: Map<string, boolean>;
}

const lines = memo(({ text }: SourceFile): Lines => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { starts, explained: new Map() };
});

export function lineOf(source: SourceFile, offset: number): number {
  return source.position(offset).line - 1;
}

/**
 * Whether the lines right above a line, attributes aside, end in a comment that says `SAFETY:`, in any case.
 * @param after the search ends below this line
 */
export function hasSafetyComment(source: SourceFile, line: number, after: number): boolean {
  const { explained } = lines(source);
  const key = `${line} ${after}`;
  let known = explained.get(key);
  if (known === undefined) {
    known = findSafetyComment(source, line, after);
    explained.set(key, known);
  }
  return known;
}

function findSafetyComment(source: SourceFile, line: number, after: number): boolean {
  const { starts } = lines(source);
  const trimmed = (at: number): string =>
    source.text.slice(starts[at]!, starts[at + 1] ?? source.text.length).trimStart();
  let at = line - 1;
  while (at > after && (trimmed(at) === '' || isAttribute(trimmed(at)))) at -= 1;
  if (at <= after) return false;
  return trimmed(at).startsWith('//')
    ? inLineComments(trimmed, at, after)
    : isBlockComment(source, starts[line]!, after);
}

/** Whether a block comment that begins its line ends right before an offset. */
function isBlockComment(source: SourceFile, offset: number, after: number): boolean {
  const { text, comments, tokens } = source;
  const next = firstTokenFrom(tokens, offset);
  const last = firstCommentBefore(source, next + 1) - 1;
  const start = comments.start[last];
  if (start === undefined || comments.before[last] !== next || comments.end[last]! > offset) return false;
  const line = lineOf(source, start);
  const isFirst = text.slice(lines(source).starts[line], start).trim() === '';
  if (line <= after || !isFirst || !text.startsWith('/*', start)) return false;
  return explains(text.slice(start, comments.end[last]));
}

/** Whether a comment says `SAFETY:`, in any case, and something behind it: a word alone or `TODO` gives no reason. */
function explains(comment: string): boolean {
  const at = comment.toUpperCase().indexOf('SAFETY:');
  if (at < 0) return false;
  const reason = comment
    .slice(at + 'SAFETY:'.length)
    .replace(/\*+\/$|^[ \t]*(?:\/\/+!?|\*)/gm, '')
    .trim();
  return /\p{L}/u.test(reason) && !isUnwritten(reason);
}

/** Index of the first token that begins at an offset or behind it. */
export function firstTokenFrom(tokens: Tokens, offset: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens.start[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the first comment in a block, before its first token, says `SAFETY:`; a second line does not count, as with clippy. */
export function opensWithSafetyComment(source: SourceFile, brace: number): boolean {
  const { comments } = source;
  const first = firstCommentBefore(source, brace + 1);
  if (first >= comments.count || comments.before[first] !== brace + 1) return false;
  if (!source.text.slice(comments.start[first], comments.end[first]).toUpperCase().includes('SAFETY:')) return false;
  let last = first;
  while (comments.before[last + 1] === brace + 1) last += 1;
  return explains(source.text.slice(comments.start[first], comments.end[last]));
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
    if (!inCode && line.toUpperCase().includes('SAFETY:'))
      return explains(Array.from({ length: from - at + 1 }, (_, down) => trimmed(at + down)).join(''));
  }
  return false;
}

/**
 * Offset of what an unsafe block is part of and clippy accepts a comment above: the `let`, the assignment, or the whole expression.
 * @param token the `unsafe` token
 * @param from first token of the body
 * @returns undefined where a branch (`if unsafe { … }`) or another crate's macro stands between
 */
export function statementAround(source: SourceFile, token: number, from: number): number | undefined {
  const { kind } = source.tokens;
  let at = token;
  let inMacro = false;
  let assignment = -1;
  let separated: boolean | undefined;
  for (let steps = 0; at > from; steps += 1) {
    if (steps > maxSteps) return undefined;
    const before = at - 1;
    const here = kind[before]!;
    if (here === Punct.OpenParen || here === Punct.OpenBracket) {
      inMacro ||= kind[before - 1] === Punct.Bang && isName(kind[before - 2]);
      separated = undefined;
    } else if (here === Punct.Comma) {
      separated ??= isListEnd(source, before, from);
      if (separated) break;
    } else if (endsBefore(source, before)) break;
    else if (here === Keyword.let && isCondition(kind, before)) return undefined;
    else if (here === Punct.Equal && assignment < 0 && isAssignment(source, before)) assignment = before;
    at = opening(source, before);
  }
  return judge(source, at, token, assignment, inMacro);
}

/** Tokens looked at for one block; statements of real code have hundreds. */
const maxSteps = 2_000;

/** A closing bracket's partner, and any other token itself. */
function opening(source: SourceFile, token: number): number {
  const partner = source.tokens.match[token]!;
  return partner >= 0 && partner < token ? partner : token;
}

/** Whether what is left of a statement begins behind this token: a `;`, a `{`, the `}` of another statement, the `=>` of a match arm. */
function endsBefore(source: SourceFile, token: number): boolean {
  const { kind, match, start, end } = source.tokens;
  const here = kind[token];
  if (here === Punct.Semi || here === Punct.OpenBrace) return true;
  if (here === Punct.CloseBrace) return endsStatement(kind, match, token);
  return here === Punct.Greater && kind[token - 1] === Punct.Equal && end[token - 1] === start[token];
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
  if (kind[at] === Keyword.let) return start[at]!;
  if (assignment >= 0) return start[first < at ? at : assignment]!;
  if (inMacro) return undefined;
  const word = kind[at];
  const branches =
    word === Keyword.if ||
    word === Keyword.match ||
    word === Keyword.while ||
    word === Keyword.for ||
    word === Keyword.loop;
  if (branches && at < token) return undefined;
  return start[at]!;
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
  const { kind } = source.tokens;
  const least = Math.max(from, comma - maxSteps);
  for (let at = comma - 1; at >= least; at = opening(source, at) - 1) {
    const here = kind[at]!;
    if (here === Punct.OpenParen || here === Punct.OpenBracket) return false;
    if (here === Punct.OpenBrace) return true;
  }
  return false;
}

/** With a comment behind it, the line is no attribute to clippy. */
function isAttribute(line: string): boolean {
  return line.startsWith('#[') && line.trimEnd().endsWith(']');
}
