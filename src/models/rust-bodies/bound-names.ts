/** What patterns take out of values, and where the names that they bind can be used. */
import type { Body } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';

/** What is looked at by a `match`, an `if let`, a `while let` or a `for`. */
export interface Scrutinee {
  readonly range: TokenRange;
  readonly block: TokenRange;
  /** What its parts are bound to, and where these names can be used. */
  readonly patterns: readonly BoundPattern[];
  readonly isIf: boolean;
}

interface BoundPattern {
  readonly pattern: TokenRange;
  readonly scope: TokenRange;
}

/** A name in a pattern, and where it can be used. */
export interface BoundName extends BoundPattern {
  readonly token: number;
}

export function scrutineesOf({ matches, conditions, loops }: Body): Scrutinee[] {
  return [
    ...matches.map(({ scrutinee, block, arms }) => ({
      range: scrutinee,
      block,
      patterns: arms.map((arm) => ({ pattern: arm.pattern, scope: arm.body })),
      isIf: false,
    })),
    ...conditions.flatMap(({ scrutinee, block, pattern, kind }) =>
      block === undefined
        ? []
        : [{ range: scrutinee, block, patterns: [{ pattern, scope: block }], isIf: kind === 'if' }],
    ),
    ...loops.flatMap(({ kind, header, block }) =>
      kind === 'for' ? [{ range: header, block, patterns: [], isIf: false }] : [],
    ),
  ];
}

/** Names in patterns and in the parameters of closures, or what may be one. */
export function boundNames({ source, lets, matches, conditions, loops, closures }: Body): BoundName[] {
  const { kind } = source.tokens;
  const patterns: BoundPattern[] = [
    ...lets.map(({ pattern, initializer, block }) => ({
      pattern,
      scope: { from: initializer?.to ?? pattern.to, to: block.to },
    })),
    ...conditions.flatMap(({ pattern, block }) => (block === undefined ? [] : [{ pattern, scope: block }])),
    ...matches.flatMap(({ arms }) => arms.map(({ pattern, body }) => ({ pattern, scope: body }))),
    ...loops.flatMap(({ pattern, block }) => (pattern === undefined ? [] : [{ pattern, scope: block }])),
    ...closures.map(({ params, body }) => ({ pattern: params, scope: body })),
  ];
  return patterns.flatMap(({ pattern, scope }) => {
    const found: BoundName[] = [];
    for (let token = pattern.from; token < pattern.to; token++)
      if (kind[token] === Kind.Identifier && kind[token + 1] !== Punct.Colon) found.push({ pattern, scope, token });
    return found;
  });
}
