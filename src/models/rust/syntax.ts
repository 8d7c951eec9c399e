/**
 * The shape of parsed Rust: what the parser hands over and every rule may read.
 * Names are those of the Rust Reference ("Items", "Attributes", "Visibility and Privacy"). Nothing here resolves a name.
 *
 * All offsets are UTF-16 offsets into `SourceFile.text`; all token positions are indices into `SourceFile.tokens`; all ranges are half-open.
 * Whatever is not needed to find the next item (signatures, fields, attributes, docs) is parsed when first asked for, and kept.
 */
import type { Bound, Generics, Path, Signature, Type } from './type-tree.ts';

export type * from './type-tree.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Tokens `from` up to, not including, `to`. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** 1-based, counted as rustc counts: lines end at `\n`, columns are characters (not UTF-16 units), a byte order mark is not one. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Tokens as columns. Comments and white space are not tokens. `kind` holds values of `Kind` in token.ts. */
export interface Tokens {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** For a bracket, the index of its partner; -1 for a bracket without one and for every other token. */
  readonly match: Int32Array;
  /** The tokens that are words with which items begin (`fn`, `struct`, `pub`, …), in order. */
  readonly begins: Int32Array;
}

export type CommentKind =
  | 'line'
  | 'block'
  | 'outer-line-doc'
  | 'inner-line-doc'
  | 'outer-block-doc'
  | 'inner-block-doc';

/** Comments as columns, in source order; `kind` holds indices into `commentKinds` of token.ts. */
export interface Comments {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Index of the first token after the comment (`tokens.count` when none follows). */
  readonly before: Int32Array;
}

/** What rustc would refuse, as far as the item level knows: lexical errors, unpaired delimiters, text that is no item. */
export interface SyntaxFault extends Position {
  readonly message: string;
  readonly offset: number;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly tokens: Tokens;
  readonly comments: Comments;
  readonly items: readonly Item[];
  /** `#![…]` and `//!` of the file, in order. */
  readonly innerAttributes: readonly Attribute[];
  readonly errors: readonly SyntaxFault[];
  position(offset: number): Position;
  /** The text of one token, or of a range of tokens with the white space and comments between them. */
  tokenText(token: number): string;
  rangeText(range: TokenRange): string;
  spanText(span: Span): string;
}

// ---- attributes -----------------------------------------------------------------------------------------------------

/** `path`, `path = value`, `path(…)` or, inside a list, a bare literal (then `path` is empty and `literal` set). */
export interface Meta {
  readonly source: SourceFile;
  /** Segments joined by `::`, without spaces and `r#`: `derive`, `tokio::main`. */
  readonly path: string;
  readonly span: Span;
  readonly tokens: TokenRange;
  /** After `=`. */
  readonly value: MetaValue | undefined;
  /** Between the delimiters of `path(…)`, `path[…]` or `path{…}`. */
  readonly args: TokenRange | undefined;
  /** The comma-separated parts of `args`; parts which are no meta have an empty path. */
  readonly list: readonly Meta[];
  /** Value of a bare string literal in a list: `"x"` in `#[cfg_attr(a, b("x"))]`. */
  readonly literal: string | undefined;
}

export interface MetaValue {
  readonly tokens: TokenRange;
  /** Unescaped, when the value is one string literal. */
  readonly string: string | undefined;
  /** For `include_str!("x")`, `concat!(…)` and the like: the macro's path and its arguments. */
  readonly macro: { readonly path: string; readonly args: TokenRange; readonly string: string | undefined } | undefined;
}

/** An attribute; a doc comment is one too, as in rustc, with the path `doc` and `comment` set. */
export interface Attribute extends Meta {
  readonly inner: boolean;
  /** `#[unsafe(no_mangle)]`; `path` and the rest are those of the attribute inside. */
  readonly unsafe: boolean;
  /** Documentation given by this attribute: a doc comment, `#[doc = "…"]`, `#[doc = include_str!("…")]`. */
  readonly doc: Doc | undefined;
  /** The predicate of `cfg(…)` and of `cfg_attr(…, …)`. */
  readonly cfg: CfgPredicate | undefined;
  /** What `cfg_attr(predicate, a, b)` adds when the predicate holds; themselves possibly `cfg_attr`. */
  readonly conditional: readonly Attribute[];
}

export interface Doc {
  readonly form: 'line' | 'block' | 'attribute';
  /** As rustdoc sees it: comment markers removed, indentation kept; undefined where a macro gives it. */
  readonly text: string | undefined;
  /** The file named by `include_str!`, as written. */
  readonly include: string | undefined;
  readonly span: Span;
}

export type CfgPredicate =
  | { readonly op: 'all' | 'any'; readonly of: readonly CfgPredicate[] }
  | { readonly op: 'not'; readonly of: CfgPredicate }
  /** `unix`, `feature = "x"`. */
  | { readonly op: 'option'; readonly name: string; readonly value: string | undefined }
  | { readonly op: 'literal'; readonly value: boolean }
  /** Not a predicate as the Reference knows it (`version(…)`, `accessible(…)`, `target(…)`, rubbish). */
  | { readonly op: 'unknown'; readonly text: string };

// ---- items ----------------------------------------------------------------------------------------------------------

export type Visibility =
  | { readonly kind: 'inherited' }
  | { readonly kind: 'public' | 'crate' | 'super' | 'self'; readonly span: Span }
  /** `pub(in a::b)`; segments may be `crate`, `self`, `super`. */
  | { readonly kind: 'in'; readonly path: readonly string[]; readonly span: Span };

/** Anything that carries attributes. */
export interface Attributed {
  /** Outer ones first, then (module, fn, impl, trait, extern block) the inner ones of its body. */
  readonly attributes: readonly Attribute[];
  /** Nothing but doc comments, if anything, stands on it: told without reading `attributes`. Absent where only those tell. */
  readonly isPlain?: boolean;
  /** Of what is plain: whether there are doc comments. */
  readonly isDocumented?: boolean;
  /** From the visibility or first keyword to the last token; attributes and doc comments are before it, as in rustc's spans. */
  readonly span: Span;
  readonly tokens: TokenRange;
}

export interface ItemBase extends Attributed {
  readonly source: SourceFile;
  /** Without `r#`; empty where the item has none (impl, use, macro call, extern block). */
  readonly name: string;
  /** Where the name stands; for a nameless item its first token. */
  readonly nameOffset: number;
  readonly visibility: Visibility;
}

export interface ModuleItem extends ItemBase {
  readonly kind: 'module';
  /** `mod x { … }` as against `mod x;`. */
  readonly inline: boolean;
  readonly items: readonly Item[];
}
export interface FunctionItem extends ItemBase {
  readonly kind: 'function';
  readonly generics: Generics;
  readonly signature: Signature;
  /** Inside the braces; undefined for `fn f();`. */
  readonly body: TokenRange | undefined;
}
export type FieldsForm = 'named' | 'tuple' | 'unit';
export interface Field extends Attributed {
  /** Without `r#`; `0`, `1`, … in tuples. */
  readonly name: string;
  readonly nameOffset: number;
  readonly visibility: Visibility;
  readonly type: Type;
}
export interface StructItem extends ItemBase {
  readonly kind: 'struct';
  readonly generics: Generics;
  readonly form: FieldsForm;
  readonly fields: readonly Field[];
}
export interface UnionItem extends ItemBase {
  readonly kind: 'union';
  readonly generics: Generics;
  readonly form: 'named';
  readonly fields: readonly Field[];
}
export interface Variant extends Attributed {
  readonly name: string;
  readonly nameOffset: number;
  readonly form: FieldsForm;
  readonly fields: readonly Field[];
  readonly discriminant: TokenRange | undefined;
}
export interface EnumItem extends ItemBase {
  readonly kind: 'enum';
  readonly generics: Generics;
  readonly variants: readonly Variant[];
}
export interface TraitItem extends ItemBase {
  readonly kind: 'trait';
  readonly unsafe: boolean;
  readonly auto: boolean;
  readonly generics: Generics;
  readonly supertraits: readonly Bound[];
  readonly items: readonly AssociatedItem[];
}
export interface TraitAliasItem extends ItemBase {
  readonly kind: 'trait-alias';
  readonly generics: Generics;
  readonly bounds: readonly Bound[];
}
export interface ImplItem extends ItemBase {
  readonly kind: 'impl';
  readonly unsafe: boolean;
  /** `impl !Send for X {}`. */
  readonly negative: boolean;
  readonly generics: Generics;
  /** Undefined for an inherent impl. */
  readonly trait: Path | undefined;
  readonly selfType: Type;
  readonly items: readonly AssociatedItem[];
}
export interface TypeAliasItem extends ItemBase {
  readonly kind: 'type-alias';
  readonly generics: Generics;
  /** `type Item: Send;` in traits. */
  readonly bounds: readonly Bound[];
  readonly type: Type | undefined;
}
export interface ConstantItem extends ItemBase {
  /** Its name may be `_`. */
  readonly kind: 'constant';
  readonly generics: Generics;
  readonly type: Type | undefined;
  readonly value: TokenRange | undefined;
}
export interface StaticItem extends ItemBase {
  readonly kind: 'static';
  readonly mutable: boolean;
  /** `unsafe static` in an extern block. */
  readonly unsafe: boolean;
  readonly type: Type | undefined;
  readonly value: TokenRange | undefined;
}
/** One name that a `use` brings in; a use tree is flattened into its leaves. */
export interface UseName {
  /** `use ::a::b;` */
  readonly leadingColons: boolean;
  /** Whole path of the leaf, prefixes included, without `r#`; first may be `crate`, `self`, `super`, `$crate`. A final `self` (`a::{self}`) is dropped. */
  readonly path: readonly string[];
  /** `use a::*`: everything of `path`. */
  readonly glob: boolean;
  /** Written as `{self}`: imports from the type namespace only. */
  readonly self: boolean;
  /** The name bound here (the last segment, or after `as`; `_` for `as _`); empty for a glob. */
  readonly name: string;
  /** After `as`. */
  readonly renamed: boolean;
  /** Of the bound name, or of `*`. */
  readonly offset: number;
  /** Of the last path segment before any `as`, or of `*`. */
  readonly targetOffset: number;
}
export interface UseItem extends ItemBase {
  readonly kind: 'use';
  readonly names: readonly UseName[];
}
export interface ExternCrateItem extends ItemBase {
  /** `name` is the name bound: `b` in `extern crate a as b`. */
  readonly kind: 'extern-crate';
  /** As written: a crate name or `self`. */
  readonly crate: string;
}
export interface MacroRulesItem extends ItemBase {
  readonly kind: 'macro-rules';
  readonly body: TokenRange;
}
/** `macro name(…) { … }`, declarative macros 2.0. */
export interface MacroItem extends ItemBase {
  readonly kind: 'macro';
  readonly body: TokenRange;
}
/** A macro called where an item is expected: `cfg_rt! { … }`. What is inside: `macroItems` in macros.ts. */
export interface MacroCallItem extends ItemBase {
  readonly kind: 'macro-call';
  /** Path as written, joined by `::`. */
  readonly path: string;
  readonly delimiter: '{' | '(' | '[';
  readonly body: TokenRange;
}
export interface ExternBlockItem extends ItemBase {
  readonly kind: 'extern-block';
  readonly unsafe: boolean;
  readonly abi: string | undefined;
  readonly items: readonly Item[];
}

export type AssociatedItem = FunctionItem | TypeAliasItem | ConstantItem | MacroCallItem;

export type Item =
  | ModuleItem
  | FunctionItem
  | StructItem
  | UnionItem
  | EnumItem
  | TraitItem
  | TraitAliasItem
  | ImplItem
  | TypeAliasItem
  | ConstantItem
  | StaticItem
  | UseItem
  | ExternCrateItem
  | MacroRulesItem
  | MacroItem
  | MacroCallItem
  | ExternBlockItem;

export type ItemKind = Item['kind'];
