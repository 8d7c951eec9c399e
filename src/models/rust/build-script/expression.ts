/** Expressions and patterns of a build script, as far as evaluating it needs them (Rust Reference: "Expressions", "Patterns"). */
import type { Attribute, SourceFile, TokenRange } from '../syntax.ts';

export type Expression =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'path'; readonly segments: readonly string[] }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Expression[] }
  | {
      readonly kind: 'method';
      readonly receiver: Expression;
      readonly name: string;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'field'; readonly of: Expression; readonly name: string }
  /** `&mut x`. */
  | { readonly kind: 'lend'; readonly of: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `operator` is empty for `=`, else that of `+=` and the like. */
  | {
      readonly kind: 'assign';
      readonly operator: string;
      readonly target: Expression;
      readonly value: Expression;
    }
  | { readonly kind: 'try'; readonly of: Expression }
  | { readonly kind: 'macro'; readonly path: readonly string[]; readonly source: SourceFile; readonly body: TokenRange }
  | { readonly kind: 'tuple'; readonly parts: readonly Expression[] }
  | { readonly kind: 'array'; readonly parts: readonly Expression[] }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Expression> }
  | { readonly kind: 'block'; readonly statements: readonly Statement[] }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression | undefined;
    }
  /** `let` as a condition. */
  | { readonly kind: 'let'; readonly pattern: Pattern; readonly value: Expression }
  | { readonly kind: 'match'; readonly of: Expression; readonly arms: readonly MatchArm[] }
  | {
      readonly kind: 'loop';
      /** Of `for`. */
      readonly pattern: Pattern | undefined;
      /** What is iterated over, or the condition of `while`. */
      readonly header: Expression | undefined;
      readonly body: Expression;
    }
  | { readonly kind: 'closure'; readonly params: readonly Pattern[]; readonly body: Expression }
  | { readonly kind: 'return'; readonly value: Expression | undefined }
  /** `break` or `continue`. */
  | { readonly kind: 'leave'; readonly ends: boolean }
  /** Anything else: its value is not known, and what it does is not seen. */
  | { readonly kind: 'other' };

export interface MatchArm {
  readonly pattern: Pattern;
  readonly guard: Expression | undefined;
  readonly body: Expression;
}

export type Statement =
  | {
      readonly kind: 'let';
      readonly attributes: readonly Attribute[];
      readonly pattern: Pattern;
      readonly value: Expression | undefined;
      /** Of `let … else`. */
      readonly otherwise: Expression | undefined;
    }
  | {
      readonly kind: 'expression';
      readonly attributes: readonly Attribute[];
      readonly value: Expression;
      /** The last one of a block, without `;`: the value of the block. */
      readonly isResult: boolean;
    };

export type Pattern =
  | { readonly kind: 'any' }
  | { readonly kind: 'name'; readonly name: string; readonly inner: Pattern | undefined }
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'path'; readonly segments: readonly string[]; readonly parts: readonly Pattern[] | undefined }
  | { readonly kind: 'tuple'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'either'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'other'; readonly names: readonly string[] };

export const other: Expression = { kind: 'other' };
