/**
 * Paths, types, generics and signatures as trees (Rust Reference: "Paths", "Types", "Generic parameters", "Functions", "Trait and lifetime bounds").
 * Offsets are UTF-16 offsets, token ranges are half-open, names are without `r#`.
 */
import type { Attribute, Span, TokenRange } from './syntax.ts';

export interface PathSegment {
  /** `crate`, `self`, `super`, `Self` and `$crate` are segments by that name. */
  readonly name: string;
  readonly offset: number;
  readonly args: GenericArgs | undefined;
}

export interface Path {
  readonly leadingColons: boolean;
  readonly segments: readonly PathSegment[];
  readonly span: Span;
}

export type GenericArgs =
  | { readonly kind: 'angle'; readonly args: readonly GenericArg[] }
  /** `Fn(A, B) -> C`; `output` is undefined when nothing is written. */
  | { readonly kind: 'parenthesized'; readonly inputs: readonly Type[]; readonly output: Type | undefined }
  /** `Trait::method(..)`, return type notation. */
  | { readonly kind: 'return-type-notation' };

export type GenericArg =
  | { readonly kind: 'lifetime'; readonly name: string }
  /** A lone path may also name a constant: only resolution knows. */
  | { readonly kind: 'type'; readonly type: Type }
  | { readonly kind: 'const'; readonly tokens: TokenRange }
  /** `Item = T`. */
  | { readonly kind: 'equality'; readonly name: string; readonly args: GenericArgs | undefined; readonly type: Type }
  /** `Item: Bound`. */
  | {
      readonly kind: 'constraint';
      readonly name: string;
      readonly args: GenericArgs | undefined;
      readonly bounds: readonly Bound[];
    };

export type Type = { readonly span: Span } & (
  | {
      readonly kind: 'path';
      readonly path: Path;
      /** `<T as Trait>::Item`: then `path` holds what follows the `>`. */
      readonly qualified: { readonly type: Type; readonly trait: Path | undefined } | undefined;
    }
  | {
      readonly kind: 'reference';
      readonly lifetime: string | undefined;
      readonly mutable: boolean;
      readonly type: Type;
    }
  | { readonly kind: 'pointer'; readonly mutable: boolean; readonly type: Type }
  | { readonly kind: 'slice'; readonly type: Type }
  | { readonly kind: 'array'; readonly type: Type; readonly length: TokenRange }
  /** `()` is the empty tuple; `(T)` is not a tuple and gives T itself. */
  | { readonly kind: 'tuple'; readonly types: readonly Type[] }
  | {
      readonly kind: 'function';
      readonly unsafe: boolean;
      readonly abi: string | undefined;
      readonly inputs: readonly Type[];
      readonly output: Type | undefined;
    }
  /** `dyn` may be left out in the 2015 edition: `Box<A + B>`. A lone path without `dyn` is always `path`. */
  | { readonly kind: 'impl' | 'dyn'; readonly bounds: readonly Bound[] }
  | { readonly kind: 'never' }
  | { readonly kind: 'infer' }
  | { readonly kind: 'macro'; readonly path: Path; readonly args: TokenRange }
  /** Not a type as far as we know. */
  | { readonly kind: 'error'; readonly tokens: TokenRange }
);

export type Bound =
  | {
      readonly kind: 'trait';
      readonly path: Path;
      /** `?` as in `?Sized`, `~const`, `const`, `async`; empty for most. */
      readonly modifier: string;
      readonly span: Span;
    }
  | { readonly kind: 'lifetime'; readonly name: string; readonly span: Span }
  /** `use<'a, T>`, precise capturing. */
  | { readonly kind: 'use'; readonly names: readonly string[]; readonly span: Span };

export type GenericParam = {
  readonly name: string;
  readonly offset: number;
  readonly attributes: readonly Attribute[];
} & (
  | { readonly kind: 'lifetime'; readonly bounds: readonly Bound[] }
  | { readonly kind: 'type'; readonly bounds: readonly Bound[]; readonly default: Type | undefined }
  | { readonly kind: 'const'; readonly type: Type; readonly default: TokenRange | undefined }
);

export type WherePredicate =
  | { readonly kind: 'type'; readonly type: Type; readonly bounds: readonly Bound[] }
  | { readonly kind: 'lifetime'; readonly name: string; readonly bounds: readonly Bound[] };

export interface Generics {
  /** Between `<` and `>`; undefined when there are none. */
  readonly tokens: TokenRange | undefined;
  readonly params: readonly GenericParam[];
  readonly where: readonly WherePredicate[];
}

export interface SelfParam {
  readonly kind: 'value' | 'reference' | 'typed';
  readonly mutable: boolean;
  readonly lifetime: string | undefined;
  /** `self: Box<Self>`. */
  readonly type: Type | undefined;
  readonly span: Span;
}

export interface Param {
  readonly attributes: readonly Attribute[];
  /** Empty in `fn(T)` of old traits and in `...`. */
  readonly pattern: TokenRange;
  /** The bound name when the pattern is a plain identifier (`x`, `mut x`, `ref x`). */
  readonly name: string | undefined;
  /** Undefined only for a bare `...`. */
  readonly type: Type | undefined;
  /** C's `...`. */
  readonly variadic: boolean;
  readonly span: Span;
}

export interface Signature {
  readonly const: boolean;
  readonly async: boolean;
  readonly gen: boolean;
  readonly unsafe: boolean;
  /** `safe fn` in an `unsafe extern` block. */
  readonly safe: boolean;
  /** `extern` written; `abi` is undefined for a bare `extern fn`. */
  readonly extern: boolean;
  readonly abi: string | undefined;
  readonly self: SelfParam | undefined;
  readonly params: readonly Param[];
  readonly output: Type | undefined;
}
