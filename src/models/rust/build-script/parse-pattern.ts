/** Patterns (Rust Reference: "Patterns"). */
import { type Cursor, deepestNesting } from '../cursor.ts';
import { stringValue } from '../literals.ts';
import { parseSegments, startsPath } from '../paths.ts';
import { isLiteral, isName, Keyword, Kind, Punct } from '../token.ts';
import type { Pattern } from './expression.ts';

/** A pattern with its alternatives; the cursor ends where no pattern goes on. */
export function parsePattern(c: Cursor): Pattern {
  c.take(Punct.Or);
  const parts = [parseSingle(c)];
  while (c.is(Punct.Or) && !c.isPair(Punct.Or, Punct.Or)) {
    c.at += 1;
    parts.push(parseSingle(c));
  }
  return parts.length === 1 ? parts[0]! : { kind: 'either', parts };
}

function parseSingle(c: Cursor): Pattern {
  c.depth += 1;
  const pattern = c.depth > deepestNesting ? unknownPattern(c) : parsePlain(c);
  c.depth -= 1;
  return c.isPair(Punct.Dot, Punct.Dot) ? unknownPattern(c) : pattern;
}

function parsePlain(c: Cursor): Pattern {
  while (c.take(Punct.And) || c.take(Keyword.mut) || c.take(Keyword.ref));
  if (c.text() === '_') {
    c.at += 1;
    return { kind: 'any' };
  }
  if (isLiteral(c.kind()) || c.is(Keyword.true) || c.is(Keyword.false)) return literalPattern(c);
  if (c.is(Punct.OpenParen)) return parenthesized(c);
  if (isPlainName(c)) return namePattern(c);
  if (!startsPath(c)) return unknownPattern(c);
  c.takeColons();
  const segments = parseSegments(c, 'expression').map((segment) => segment.name);
  if (c.is(Punct.OpenParen)) return { kind: 'path', segments, parts: listOf(c.inside(c.takeGroup())) };
  if (c.is(Punct.OpenBrace)) return { kind: 'other', names: namesIn(c.inside(c.takeGroup())) };
  return { kind: 'path', segments, parts: undefined };
}

function literalPattern(c: Cursor): Pattern {
  const text = stringValue(c.source, c.at);
  const written = c.text();
  const number = c.is(Kind.Integer) ? Number.parseInt(written.replaceAll('_', ''), 10) : Number.NaN;
  c.at += 1;
  if (text !== undefined) return { kind: 'value', value: { kind: 'text', value: text } };
  if (written === 'true' || written === 'false')
    return { kind: 'value', value: { kind: 'truth', value: written === 'true' } };
  return Number.isNaN(number)
    ? { kind: 'other', names: [] }
    : { kind: 'value', value: { kind: 'number', value: number } };
}

function parenthesized(c: Cursor): Pattern {
  const inside = c.inside(c.takeGroup());
  const parts = listOf(inside);
  const hasComma = c.source.tokens.kind[inside.to - 1] === Punct.Comma;
  return parts.length === 1 && !hasComma ? parts[0]! : { kind: 'tuple', parts };
}

/** A lower-case word alone binds; `None` and constants are paths. */
function isPlainName(c: Cursor): boolean {
  if (!isName(c.kind()) || /^[A-Z]/.test(c.name())) return false;
  return !c.isPair(Punct.Colon, Punct.Colon, 1) && c.kind(1) !== Punct.OpenParen && c.kind(1) !== Punct.OpenBrace;
}

function namePattern(c: Cursor): Pattern {
  const name = c.takeName();
  return { kind: 'name', name, inner: c.take(Punct.At) ? parseSingle(c) : undefined };
}

function listOf(c: Cursor): Pattern[] {
  const parts: Pattern[] = [];
  while (!c.done) {
    parts.push(parsePattern(c));
    c.skipToComma();
    c.take(Punct.Comma);
  }
  return parts;
}

/** What is not read: ranges, slices, fields. Names in it are bound to what is not known. */
function unknownPattern(c: Cursor): Pattern {
  const from = c.at;
  while (!c.done && !c.is(Punct.Comma) && !c.is(Punct.Equal) && !c.is(Punct.Or) && !c.is(Keyword.if)) c.skip();
  return { kind: 'other', names: namesIn(c.inside(c.rangeFrom(from))) };
}

function namesIn(c: Cursor): string[] {
  const names: string[] = [];
  for (; !c.done; c.at += 1) if (c.is(Kind.Identifier)) names.push(c.name());
  return names;
}
