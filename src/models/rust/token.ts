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

/** Keywords by length and the low five bits of their first letter: at most two share a slot. */
const keywordSlots: { readonly word: string; readonly kind: number }[][] = Array.from({ length: 9 * 32 }, () => []);
for (const [word, kind] of Object.entries(Keyword)) {
  keywordSlots[word.length * 32 + (word.charCodeAt(0) & 31)]!.push({ word, kind });
}

/** The kind of the word at `start..end`: a keyword's, or `Kind.Identifier`. */
export function wordKind(text: string, start: number, end: number): number {
  const length = end - start;
  if (length > 8) return Kind.Identifier;
  for (const { word, kind } of keywordSlots[length * 32 + (text.charCodeAt(start) & 31)]!) {
    if (text.startsWith(word, start)) return kind;
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
