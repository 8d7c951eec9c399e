/**
 * The shape of facts about code inside bodies: calls, awaits, bindings, blocks (Rust Reference: "Statements and expressions").
 *
 * They are read off the tokens, not off a tree of expressions, so that code inside macro calls (`select!`, `vec!`, `tokio::spawn`'s closures) is seen like any other.
 * No name is resolved. All positions are token indices, all ranges half-open, all lists in source order.
 */
import type { SourceFile, TokenRange } from './syntax.ts';

export interface Body {
  readonly source: SourceFile;
  readonly range: TokenRange;
  readonly calls: readonly Call[];
  readonly macros: readonly MacroUse[];
  readonly awaits: readonly Await[];
  /** Places of the `?` operator. */
  readonly tries: readonly number[];
  readonly returns: readonly Return[];
  readonly unsafeBlocks: readonly KeywordBlock[];
  readonly asyncBlocks: readonly KeywordBlock[];
  readonly lets: readonly Let[];
  readonly conditions: readonly LetCondition[];
  readonly matches: readonly Match[];
  readonly loops: readonly Loop[];
  readonly closures: readonly Closure[];
  readonly strings: readonly StringLiteral[];
  /** Insides of all braces, the body itself first; those of struct literals and patterns are among them. */
  readonly blocks: readonly TokenRange[];
  /** Items declared inside; their tokens belong to no other list here. */
  readonly items: readonly TokenRange[];
}

interface CallBase {
  /** Place of the name; for a call of a value, of its `(`. */
  readonly token: number;
  /** Between the parentheses. */
  readonly args: TokenRange;
  /** Each argument, without the commas. */
  readonly arguments: readonly TokenRange[];
  /** Last segment of the path, or the method's name; empty for a call of a value. Without `r#`. */
  readonly name: string;
}

/** `a::b::<T>(…)`, `Self::new(…)`, `Some(…)`. */
export interface PathCall extends CallBase {
  readonly kind: 'path';
  /** Without generic arguments; `<T as X>::f` begins with the text `<T as X>`. */
  readonly path: readonly string[];
  readonly callee: TokenRange;
}

/** `receiver.name::<T>(…)`. */
export interface MethodCall extends CallBase {
  readonly kind: 'method';
  /** The whole chain before the last dot: `a.b()?.c` in `a.b()?.c.d()`. */
  readonly receiver: TokenRange;
  /** Between `::<` and `>`. */
  readonly turbofish: TokenRange | undefined;
}

/** `(self.f)(…)`, `f(a)(…)`, `table[0](…)`. */
export interface ValueCall extends CallBase {
  readonly kind: 'value';
  readonly callee: TokenRange;
}

export type Call = PathCall | MethodCall | ValueCall;

/** `name!(…)` in any position. */
export interface MacroUse {
  /** Place of the first token of the path. */
  readonly token: number;
  readonly path: readonly string[];
  readonly name: string;
  readonly delimiter: '(' | '[' | '{';
  readonly body: TokenRange;
}

export interface Await {
  /** Place of `await`. */
  readonly token: number;
  /** What is awaited. */
  readonly operand: TokenRange;
}

export interface Return {
  readonly token: number;
  /** Empty for a bare `return`. */
  readonly value: TokenRange;
}

/** `unsafe { … }`, `async { … }`, `async move { … }`; `token` is the keyword. */
export interface KeywordBlock {
  readonly token: number;
  readonly block: TokenRange;
}

/** A `let` statement. */
export interface Let {
  readonly token: number;
  readonly pattern: TokenRange;
  /** Of an identifier pattern; undefined for others and for `_`. */
  readonly name: string | undefined;
  /** `let _ = …`: the value is dropped at once. */
  readonly discards: boolean;
  readonly type: TokenRange | undefined;
  readonly initializer: TokenRange | undefined;
  /** Inside the braces of `let … else { … }`. */
  readonly otherwise: TokenRange | undefined;
  /** The innermost block around it: what it binds lives to `block.to`. */
  readonly block: TokenRange;
}

/** `if let`, `while let`, and `let` further on in a chain of conditions or a guard. */
export interface LetCondition {
  readonly token: number;
  readonly kind: 'if' | 'while' | 'guard';
  readonly pattern: TokenRange;
  /** Temporaries of it live as long as `block` (before the 2024 edition, and any `else`). */
  readonly scrutinee: TokenRange;
  /** Inside the braces that follow; undefined for a guard. */
  readonly block: TokenRange | undefined;
}

export interface Arm {
  readonly pattern: TokenRange;
  readonly guard: TokenRange | undefined;
  /** With its braces where it has any. */
  readonly body: TokenRange;
}

export interface Match {
  readonly token: number;
  readonly scrutinee: TokenRange;
  readonly block: TokenRange;
  readonly arms: readonly Arm[];
}

export interface Loop {
  readonly token: number;
  readonly kind: 'for' | 'while' | 'loop';
  /** Of `for`. */
  readonly pattern: TokenRange | undefined;
  /** What is iterated over, or the condition; empty for `loop`. */
  readonly header: TokenRange;
  readonly block: TokenRange;
  /** How many loops of the same body enclose it. */
  readonly depth: number;
}

export interface Closure {
  /** Place of the first `|`. */
  readonly token: number;
  readonly async: boolean;
  readonly move: boolean;
  /** Between the bars. */
  readonly params: TokenRange;
  /** With its braces where it has any. */
  readonly body: TokenRange;
}

export interface StringLiteral {
  readonly token: number;
  /** Escapes resolved. */
  readonly value: string;
}
