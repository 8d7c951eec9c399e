/**
 * The vocabulary of tokens (Rust Reference: "Tokens", "Keywords").
 *
 * Every token is one byte: literals and names have small numbers, punctuation and brackets are their own character code, keywords lie above 127.
 * Punctuation is always a single character, so `>>=` is three tokens; `joined` in cursor.ts tells `::` from `: :`.
 */
export const Kind = {
  /** A character that starts no token. */
  Unknown: 0,
  Identifier: 1,
  RawIdentifier: 2,
  Lifetime: 3,
  Char: 4,
  Byte: 5,
  String: 6,
  RawString: 7,
  ByteString: 8,
  RawByteString: 9,
  CString: 10,
  RawCString: 11,
  Integer: 12,
  Float: 13,
  /** Never stored: what a cursor sees past its range. */
  End: 255,
} as const;

/** Character codes of punctuation, named where they are compared. */
export const Punct = {
  Bang: 33,
  Hash: 35,
  Dollar: 36,
  Percent: 37,
  And: 38,
  OpenParen: 40,
  CloseParen: 41,
  Star: 42,
  Plus: 43,
  Comma: 44,
  Minus: 45,
  Dot: 46,
  Slash: 47,
  Colon: 58,
  Semi: 59,
  Less: 60,
  Equal: 61,
  Greater: 62,
  Question: 63,
  At: 64,
  OpenBracket: 91,
  CloseBracket: 93,
  Caret: 94,
  OpenBrace: 123,
  Or: 124,
  CloseBrace: 125,
  Tilde: 126,
} as const;

/**
 * Strict keywords of the 2018 edition and later. Words that are keywords in some places only (`union`, `auto`, `default`, `safe`, `gen`, `raw`,
 * `macro_rules`, `macro`, `try`, `yield`) are identifiers here.
 */
export const Keyword = {
  as: 128,
  async: 129,
  await: 130,
  break: 131,
  const: 132,
  continue: 133,
  crate: 134,
  dyn: 135,
  else: 136,
  enum: 137,
  extern: 138,
  false: 139,
  fn: 140,
  for: 141,
  if: 142,
  impl: 143,
  in: 144,
  let: 145,
  loop: 146,
  match: 147,
  mod: 148,
  move: 149,
  mut: 150,
  pub: 151,
  ref: 152,
  return: 153,
  self: 154,
  Self: 155,
  static: 156,
  struct: 157,
  super: 158,
  trait: 159,
  true: 160,
  type: 161,
  unsafe: 162,
  use: 163,
  where: 164,
  while: 165,
} as const;

/** A table by kind of token: 1 for these, which costs one read to ask. */
export function kindTable(kinds: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const kind of kinds) table[kind] = 1;
  return table;
}

/** Words with which an item begins, qualifiers such as `unsafe` aside. */
export const itemWords: readonly number[] = [
  Keyword.fn,
  Keyword.struct,
  Keyword.enum,
  Keyword.impl,
  Keyword.trait,
  Keyword.mod,
  Keyword.use,
  Keyword.type,
  Keyword.pub,
  Keyword.extern,
  Keyword.static,
  Keyword.const,
];

/** By kind: 1 for `itemWords`. */
export const beginsItem = kindTable(itemWords);

const firstKeyword: number = Keyword.as;

/** Identifier, raw identifier or keyword. */
export function isWord(kind: number): boolean {
  return kind === Kind.Identifier || kind === Kind.RawIdentifier || (kind >= firstKeyword && kind !== Kind.End);
}

/** A name that may be bound or defined; 2015-edition names such as `async` included, since the edition is not known here. */
export function isName(kind: number): boolean {
  return (
    kind === Kind.Identifier ||
    kind === Kind.RawIdentifier ||
    kind === Keyword.async ||
    kind === Keyword.await ||
    kind === Keyword.dyn
  );
}

export function isLiteral(kind: number): boolean {
  return kind >= Kind.Char && kind <= Kind.Float;
}

const longestKeyword = 8;
/** How many keywords can share a slot. */
const inSlot = 2;
/** Kinds of the keywords by their length and the low five bits of their first letter; 0 where there is none. */
const keywordSlots = new Uint8Array((longestKeyword + 1) * 32 * inSlot);
const keywords: string[] = [];
for (const [word, kind] of Object.entries(Keyword)) {
  keywords[kind - firstKeyword] = word;
  const slot = slotOf(word.length, word.charCodeAt(0));
  keywordSlots[keywordSlots[slot] === 0 ? slot : slot + 1] = kind;
}

function slotOf(length: number, first: number): number {
  return (length * 32 + (first & 31)) * inSlot;
}

/** The kind of the word at `start..end`: a keyword's, or `Kind.Identifier`. @param first its first character */
export function wordKind(text: string, start: number, end: number, first: number): number {
  if (end - start > longestKeyword) return Kind.Identifier;
  const from = slotOf(end - start, first);
  for (let slot = from; slot < from + inSlot; slot++) {
    const kind = keywordSlots[slot]!;
    if (kind !== 0 && text.startsWith(keywords[kind - firstKeyword]!, start)) return kind;
  }
  return Kind.Identifier;
}

export const commentKinds = [
  'line',
  'block',
  'outer-line-doc',
  'inner-line-doc',
  'outer-block-doc',
  'inner-block-doc',
] as const;
