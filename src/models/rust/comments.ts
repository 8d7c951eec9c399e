/** Comments by place (Rust Reference: "Comments"). They are no tokens; each knows the token it stands before. */
import { firstCommentBefore } from './attributes.ts';
import type { CommentKind, SourceFile, Span, TokenRange } from './syntax.ts';
import { commentKinds, Punct } from './token.ts';

export interface Comment {
  readonly kind: CommentKind;
  readonly span: Span;
  /** Without the markers, trimmed. */
  readonly text: string;
}

/** Comments between a token and the one before it. */
export function commentsBefore(source: SourceFile, token: number): Comment[] {
  const { before, count } = source.comments;
  const found: Comment[] = [];
  for (let at = firstCommentBefore(source, token); at < count && before[at] === token; at++) {
    found.push(commentAt(source, at));
  }
  return found;
}

/** Comments between the first and the last token of a range, and directly before and behind those. */
export function commentsIn(source: SourceFile, range: TokenRange): Comment[] {
  const { before, count } = source.comments;
  const found: Comment[] = [];
  for (let at = firstCommentBefore(source, range.from); at < count && before[at]! <= range.to; at++) {
    found.push(commentAt(source, at));
  }
  return found;
}

/**
 * Comments a reader takes to speak of the code at a token: before it on its line, and on the lines directly above that line
 * or above the statement, arm, argument or item it belongs to (attributes between are passed over).
 */
export function commentsAbove(source: SourceFile, token: number): Comment[] {
  const places = new Set([token, firstOnLine(source, token), statementStart(source, token)]);
  const found: Comment[] = [];
  for (const place of [...places].sort((a, b) => a - b)) {
    found.push(...commentsBefore(source, place).filter((comment) => speaksOf(source, comment.span, place)));
  }
  return found;
}

/** A bound on the work of hostile input. */
const longestStatement = 4096;

/** First token of the statement, match arm, argument or item that a token belongs to, its attributes included. */
function statementStart(source: SourceFile, token: number): number {
  const { kind, match } = source.tokens;
  let at = token;
  for (let steps = 0; at > 0 && steps < longestStatement; steps++) {
    const before = kind[at - 1]!;
    if (before === Punct.Semi || before === Punct.Comma) return at;
    if (before === Punct.OpenBrace || before === Punct.OpenParen || before === Punct.OpenBracket) return at;
    const open = match[at - 1]!;
    if (before === Punct.CloseBrace && !continuesExpression(kind[at]!)) return at;
    at = open >= 0 && open < at - 1 ? open : at - 1;
  }
  return at;
}

/** Whether a token behind `}` goes on with the same expression. */
function continuesExpression(kind: number): boolean {
  return kind === Punct.Dot || kind === Punct.Question || kind === Punct.CloseParen || kind === Punct.Equal;
}

function firstOnLine(source: SourceFile, token: number): number {
  let at = token;
  while (at > 0 && token - at < longestStatement && !breaksLine(source, at, source.tokens.start[at]!)) at--;
  return at;
}

/** Whether a line ends between the token before `token` and an offset. */
function breaksLine(source: SourceFile, token: number, offset: number): boolean {
  return token === 0 || source.text.slice(source.tokens.end[token - 1], offset).includes('\n');
}

/** Whether a comment before a token has its own line, or stands on the token's: otherwise it speaks of what is before it. */
function speaksOf(source: SourceFile, { start, end }: Span, token: number): boolean {
  const ownLine = breaksLine(source, token, start);
  return ownLine || !source.text.slice(end, source.tokens.start[token]).includes('\n');
}

function commentAt(source: SourceFile, at: number): Comment {
  const { kind, start, end } = source.comments;
  const name = commentKinds[kind[at]!]!;
  const span = { start: start[at]!, end: end[at]! };
  const marker = name === 'line' || name === 'block' ? 2 : 3;
  const closed = name === 'line' || name.endsWith('line-doc') ? span.end : Math.max(span.start + marker, span.end - 2);
  return { kind: name, span, text: source.text.slice(span.start + marker, closed).trim() };
}
