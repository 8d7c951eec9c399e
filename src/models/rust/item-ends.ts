/** Where items end: what the scanner of items.ts knows of every kind. */
import { type Cursor, nameOf } from './cursor.ts';
import type { Head } from './item-node.ts';
import type { SourceFile, TokenRange, Visibility } from './syntax.ts';
import { Keyword, kindTable, Punct } from './token.ts';

/** Words at which an item that lacks its end is taken to be over, since they begin another and no expression or type. */
export const beginners: ReadonlySet<number> = new Set([
  Keyword.pub,
  Keyword.mod,
  Keyword.struct,
  Keyword.enum,
  Keyword.trait,
  Keyword.use,
  Keyword.type,
]);

/** By kind of token: 0 for those that neither end an item's header nor open a bracket, so that most are passed at once. */
const decides = kindTable([
  ...beginners,
  Keyword.fn,
  Punct.Semi,
  Punct.Less,
  Punct.Greater,
  Punct.OpenBrace,
  Punct.OpenParen,
  Punct.OpenBracket,
]);

/** Takes what the scanner could not read: the message and the token it speaks of. */
export type Report = (message: string, token: number) => void;

/** Positions noted while the beginning of an item is read. */
export interface Start {
  readonly from: number;
  readonly at: number;
  readonly visibility: Visibility;
  readonly keywordAt: number;
}

export abstract class ItemEnds {
  protected readonly source: SourceFile;
  protected readonly c: Cursor;
  protected readonly report: Report;
  /** How many items enclose these. */
  protected readonly depth: number;
  protected readonly inMacro: boolean;

  constructor(c: Cursor, report: Report, depth: number, inMacro: boolean) {
    this.source = c.source;
    this.c = c;
    this.report = report;
    this.depth = depth;
    this.inMacro = inMacro;
  }

  /** A word that begins another item; the `use<…>` of bounds and the `fn(…)` of types are none. */
  protected beginsAnother(): boolean {
    const { c } = this;
    const kind = c.kind();
    if (kind === Keyword.fn) return c.isName(1);
    return beginners.has(kind) && !(kind === Keyword.use && c.kind(1) === Punct.Less);
  }

  protected head(start: Start, nameAt: number, body?: TokenRange): Head {
    const { c, source } = this;
    const name = nameAt < 0 ? '' : nameOf(source, nameAt);
    return {
      source,
      from: start.from,
      tokens: { from: start.at, to: c.at },
      nameAt,
      name,
      visibility: start.visibility,
      keywordAt: start.keywordAt,
      body,
    };
  }

  /** The name behind the keyword at the cursor; -1, reported, when there is none. */
  protected takeName(): number {
    const { c } = this;
    c.at++;
    if (c.isName()) return c.at++;
    this.report(`expected a name, found ${c.done ? 'the end' : `\`${c.text()}\``}`, c.at);
    return -1;
  }

  /** Moves behind the `;` that ends the item, over any brackets. @param behind its keyword or name */
  protected endAtSemi(behind: number): void {
    const { c } = this;
    for (this.passPlain(); !c.done && !c.is(Punct.Semi); this.passPlain()) {
      if (this.beginsAnother() && c.at > behind + 1) break;
      c.skip();
    }
    if (!c.take(Punct.Semi) && !(this.inMacro && c.done)) this.report('expected `;`', c.at);
  }

  /** Moves on to the next token that decides anything. */
  private passPlain(): void {
    const { c } = this;
    const { kind } = this.source.tokens;
    let { at } = c;
    while (at < c.to && decides[kind[at]!] === 0) at++;
    c.at = at;
  }

  /**
   * Moves to the `{` or `;` that ends a header; a brace between `<` and `>` is a constant and no body.
   * @returns whether one of the two was found
   */
  protected toBodyOrSemi(): boolean {
    const { c } = this;
    let angles = 0;
    for (this.passPlain(); !c.done; c.skip(), this.passPlain()) {
      const kind = c.kind();
      if (kind === Punct.Less) angles++;
      else if (kind === Punct.Greater) {
        const arrow = c.at > 0 && c.kind(-1) === Punct.Minus && c.isJoined(c.at - 1);
        if (!arrow && angles > 0) angles--;
      } else if (kind === Punct.Semi || (kind === Punct.OpenBrace && angles === 0)) return true;
      else if (this.beginsAnother()) break;
    }
    this.report('expected `{` or `;`', c.at);
    return false;
  }

  /** Header and braces of an item; undefined body for one that ends in `;`. */
  protected takeBody(): TokenRange | undefined {
    const { c } = this;
    if (!this.toBodyOrSemi()) return undefined;
    if (c.take(Punct.Semi)) return undefined;
    return c.takeGroup();
  }
}
