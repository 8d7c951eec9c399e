/** Small questions about ranges of tokens that several readers of code ask. */
import { memo } from '../collections/memo.ts';
import type { Body } from '../rust/body.ts';
import type { SourceFile, TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';

/** Places of an identifier in a range, fields and methods of that name (`x.name`) and paths' later segments left out. */
export function usesOf(source: SourceFile, range: TokenRange, name: string): number[] {
  const { kind } = source.tokens;
  const found: number[] = [];
  for (let at = range.from; at < range.to; at++) {
    if (kind[at] !== Kind.Identifier || source.tokenText(at) !== name) continue;
    const before = kind[at - 1];
    if (at > range.from && (before === Punct.Dot || before === Punct.Colon) && kind[at - 2] !== Punct.Dot) {
      // `a: name` in a struct literal is a use; `a::name` and `a.name` are not.
      if (before === Punct.Dot || kind[at - 2] === Punct.Colon) continue;
    }
    found.push(at);
  }
  return found;
}

/** Places of names that a struct's literal fills, `name: …`; fields in their short form are none. */
export function filledFields({ source, range }: Body, isAsked: (name: string) => boolean): number[] {
  const { kind } = source.tokens;
  const found: number[] = [];
  for (let at = range.from; at < range.to; at++) {
    if (kind[at] !== Kind.Identifier || kind[at + 1] !== Punct.Colon || kind[at + 2] === Punct.Colon) continue;
    if (isAsked(source.tokenText(at))) found.push(at);
  }
  return found;
}

/** Places in a range of names that are asked for. */
export function placesOfNames(source: SourceFile, range: TokenRange, isAsked: (name: string) => boolean): number[] {
  const { kind } = source.tokens;
  const found: number[] = [];
  for (let at = range.from; at < range.to; at++)
    if (kind[at] === Kind.Identifier && isAsked(source.tokenText(at))) found.push(at);
  return found;
}

/** The identifiers in a range. */
export function identifiers(file: SourceFile, { from, to }: TokenRange): Set<string> {
  const names = new Set<string>();
  for (let token = from; token < to; token++)
    if (file.tokens.kind[token] === Kind.Identifier) names.add(file.tokenText(token));
  return names;
}

export const identifiersOf = memo((file: SourceFile) => identifiers(file, { from: 0, to: file.tokens.count }));

export const contains = (range: TokenRange, token: number): boolean => token >= range.from && token < range.to;

/** The whole range as one line, for messages: white space folded, cut to a length. */
export function excerpt(source: SourceFile, range: TokenRange, length = 60): string {
  const whole = source.rangeText(range);
  // The links of a chain of calls are each as long as all before them: no more of it is folded than is shown.
  const start = whole.slice(0, 20 * length).replace(/\s+/g, ' ');
  const text = start.length > length + 1 ? start : whole.replace(/\s+/g, ' ');
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
