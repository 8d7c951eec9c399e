/** Paths as code writes them. */
import type { SourceFile, TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';

export interface WrittenPath {
  readonly names: readonly string[];
  /** The token of its first name. */
  readonly at: number;
  /** The kind of the token behind it. */
  readonly next: number;
}

/** Paths as they stand in code, `a::b::c`, generic arguments left out; fields and methods are none. */
export function* writtenPaths(file: SourceFile, { from, to }: TokenRange): Generator<WrittenPath> {
  const { kind } = file.tokens;
  const isName = (token: number) =>
    token < to &&
    (kind[token] === Kind.Identifier ||
      kind[token] === Kind.RawIdentifier ||
      file.tokenText(token) === 'crate' ||
      file.tokenText(token) === 'super' ||
      file.tokenText(token) === 'self');
  for (let token = from; token < to; token++) {
    if (!isName(token) || (kind[token - 1] === Punct.Dot && kind[token - 2] !== Punct.Dot)) continue;
    const at = token;
    const names = [file.tokenText(token)];
    for (
      let next = nextSegment(file, token, to);
      next !== undefined && isName(next);
      next = nextSegment(file, token, to)
    ) {
      names.push(file.tokenText(next));
      token = next;
    }
    yield { names, at, next: kind[token + 1] ?? Kind.End };
  }
}

/** Place of the next segment of a path, `::<…>` between them left out; undefined where the path ends. */
function nextSegment({ tokens: { kind } }: SourceFile, token: number, to: number): number | undefined {
  const afterColons = (at: number) =>
    kind[at + 1] === Punct.Colon && kind[at + 2] === Punct.Colon ? at + 3 : undefined;
  const next = afterColons(token);
  if (next === undefined || next >= to || kind[next] !== Punct.Less) return next;
  let depth = 0;
  for (let at = next; at < to; at++) {
    if (kind[at] === Punct.Less) depth++;
    // `->` closes nothing.
    if (kind[at] === Punct.Greater && kind[at - 1] !== Punct.Minus) depth--;
    if (depth === 0) return afterColons(at);
  }
  return undefined;
}
