/** Bindings by `let`: statements and conditions (Rust Reference: "let statements", "if let", "while let", "Match guards"). */
import type { Let, LetCondition } from './body.ts';
import type { Cursor } from './cursor.ts';
import { boundName } from './functions.ts';
import { skipWhile, toBlock } from './operands.ts';
import type { SourceFile, TokenRange } from './syntax.ts';
import { Keyword, Punct } from './token.ts';

/** A `let` statement; the cursor stands behind `let`. @param block the innermost block around it */
export function readLet(c: Cursor, block: TokenRange): Let {
  const from = c.at;
  skipWhile(
    c,
    () => !isTypeColon(c) && !isPlainEqual(c) && !c.is(Punct.Semi),
    () => c.takeColons() || c.skip(),
  );
  const pattern = c.rangeFrom(from);
  const type = c.take(Punct.Colon) ? takeLetType(c) : undefined;
  const initializer = c.take(Punct.Equal) ? takeInitializer(c) : undefined;
  const otherwise = c.take(Keyword.else) && c.is(Punct.OpenBrace) ? c.takeGroup() : undefined;
  const discards = pattern.to === pattern.from + 1 && c.source.tokenText(pattern.from) === '_';
  const name = boundName(c, pattern);
  return { token: from - 1, pattern, name, discards, type, initializer, otherwise, block };
}

/** Conditions in one chain; a bound on the work of hostile input. */
const longestChain = 30;

/** How far back the `if` or `while` of a chain is looked for. */
const farthestHead = 400;

/** Reads the conditions of one body, in their order. */
export class ConditionReader {
  private readonly source: SourceFile;
  private readonly low: number;
  /** By the token of a later `let` in a chain of conditions: the block behind the chain. */
  private readonly chains = new Map<number, TokenRange | undefined>();

  constructor(source: SourceFile, low: number) {
    this.source = source;
    this.low = low;
  }

  /** A `let` in a condition; the cursor stands behind `let`. */
  read(c: Cursor): LetCondition {
    const from = c.at;
    skipWhile(c, () => !isPlainEqual(c) && !c.is(Punct.Semi));
    const pattern = c.rangeFrom(from);
    c.take(Punct.Equal);
    const value = c.at;
    toBlock(c, endsScrutinee);
    const scrutinee = c.rangeFrom(value);
    const block = this.blockOfChain(from - 1, c);
    return { token: from - 1, kind: this.kindOf(from - 1, block), pattern, scrutinee, block };
  }

  /** The block behind a chain of conditions; `c` stands behind the one at `at`, and the `let`s that follow learn of it here. */
  private blockOfChain(at: number, c: Cursor): TokenRange | undefined {
    if (this.chains.has(at)) return this.chains.get(at);
    const chained: number[] = [];
    while (!c.is(Punct.OpenBrace) && chained.length < longestChain) {
      toBlock(c, (cursor) => cursor.is(Keyword.let) || cursor.isPair(Punct.Equal, Punct.Greater));
      if (!c.is(Keyword.let)) break;
      chained.push(c.at);
      skipWhile(c, () => !isPlainEqual(c) && !c.is(Punct.Semi));
    }
    const block = c.is(Punct.OpenBrace) ? c.takeGroup() : undefined;
    for (const other of chained) this.chains.set(other, block);
    return block;
  }

  private kindOf(at: number, block: TokenRange | undefined): LetCondition['kind'] {
    const { kind: kinds, match } = this.source.tokens;
    if (block === undefined) return 'guard';
    for (let back = at - 1; back >= this.low && back > at - farthestHead; back--) {
      const kind = kinds[back];
      if (kind === Keyword.while) return 'while';
      if (kind === Keyword.if || kind === Punct.Semi) return 'if';
      const open = match[back]!;
      if (open >= 0 && open < back) back = open;
    }
    return 'if';
  }
}

function isTypeColon(c: Cursor): boolean {
  return c.is(Punct.Colon) && !c.isPair(Punct.Colon, Punct.Colon);
}

/** `=`, and neither part of `==`, `=>`, `..=`, nor of a comparison. */
function isPlainEqual(c: Cursor): boolean {
  if (!c.is(Punct.Equal) || c.isPair(Punct.Equal, Punct.Equal) || c.isPair(Punct.Equal, Punct.Greater)) return false;
  return !(c.kind(-1) === Punct.Dot && c.isJoined(c.at - 1));
}

/** A type up to `=` or `;` outside of `<…>`. */
function takeLetType(c: Cursor): TokenRange {
  const from = c.at;
  let angles = 0;
  const step = () => {
    if (c.is(Punct.Less)) angles++;
    else if (c.is(Punct.Greater) && c.kind(-1) !== Punct.Minus) angles--;
    c.skip();
  };
  skipWhile(c, () => !c.is(Punct.Semi) && !(c.is(Punct.Equal) && angles <= 0), step);
  return c.rangeFrom(from);
}

/** An expression up to `;` or the `else` of `let … else`, which no `}` can precede. */
function takeInitializer(c: Cursor): TokenRange {
  const from = c.at;
  skipWhile(c, () => !c.is(Punct.Semi) && !(c.is(Keyword.else) && c.kind(-1) !== Punct.CloseBrace));
  return c.rangeFrom(from);
}

/** A scrutinee ends at a lazy operator or at its block. */
function endsScrutinee(c: Cursor): boolean {
  return c.isPair(Punct.And, Punct.And) || c.isPair(Punct.Or, Punct.Or) || c.isPair(Punct.Equal, Punct.Greater);
}
