/**
 * Finds the items of a file (Rust Reference: "Items", "Associated items", "External blocks").
 *
 * One pass over the token tree that reads only what tells where an item ends: attributes, visibility, keyword, name, and the brackets it jumps over.
 * Inside `mod name { … }` it looks when the items are asked for: those of tests, often the half of a file, are in most questions not.
 * What it cannot read is reported once, and reading goes on at the next line that begins an item.
 */
import { startsInnerAttribute } from './attributes.ts';
import { Cursor } from './cursor.ts';
import { beginners, ItemEnds, type Report, type Start } from './item-ends.ts';
import * as Node from './item-nodes.ts';
import { startsPath } from './paths.ts';
import type { Item, SourceFile, TokenRange } from './syntax.ts';
import { Keyword, Kind, Punct } from './token.ts';
import { parseVisibility } from './visibility.ts';

/** Items inside items inside items: deeper than this they are not read, and that is reported. */
const deepestItems = 200;

/** Words with which a line may begin an item, for finding one again. */
const restarters: ReadonlySet<number> = new Set([
  ...beginners,
  Keyword.fn,
  Keyword.impl,
  Keyword.const,
  Keyword.static,
  Keyword.unsafe,
  Keyword.async,
  Keyword.extern,
]);

/** Items within a range of tokens: a file, or the body of an item. */
export function scanItems(source: SourceFile, range: TokenRange, report: Report): Item[] {
  return new ItemScanner(new Cursor(source, range), report, 0, false).run();
}

/** Items inside a macro call, where the last `;` may be missing and `static ref` (lazy_static) is known. */
export function scanMacroItems(source: SourceFile, range: TokenRange, report: Report): Item[] {
  return new ItemScanner(new Cursor(source, range), report, 0, true).run();
}

/** The one item that begins at the cursor, which is moved behind it; undefined, reported, when there is none. */
export function scanItem(c: Cursor, report: Report): Item | undefined {
  return new ItemScanner(c, report, 0, false).item();
}

class ItemScanner extends ItemEnds {
  run(): Item[] {
    const { c } = this;
    const items: Item[] = [];
    while (startsInnerAttribute(c)) this.skipAttribute(2);
    while (!c.done) {
      const before = c.at;
      const item = this.item();
      if (item !== undefined) items.push(item);
      else this.recover(before);
    }
    return items;
  }

  private skipAttribute(tokens: number): void {
    this.c.at += tokens;
    this.c.skip();
  }

  item(): Item | undefined {
    const { c } = this;
    const from = c.at;
    while (c.is(Punct.Hash)) {
      const inner = startsInnerAttribute(c);
      if (!inner && c.kind(1) !== Punct.OpenBracket) break;
      if (inner) this.report('an inner attribute must come before everything else', c.at);
      this.skipAttribute(inner ? 2 : 1);
    }
    const at = c.at;
    if (c.done) {
      this.report('expected an item after the attribute', at - 1);
      return undefined;
    }
    const visibility = parseVisibility(c);
    return this.qualified({ from, at, visibility, keywordAt: c.at });
  }

  /** Reads over `default`, `const`, `async`, `unsafe`, `safe`, `gen`, `extern "C"` to the word that tells the kind. */
  private qualified(start: Start): Item | undefined {
    const { c } = this;
    if (c.isContextual('default') && c.kind(1) !== Punct.Bang && c.isWord(1)) c.at++;
    for (;;) {
      switch (c.kind()) {
        case Keyword.async:
          c.at++;
          continue;
        case Keyword.unsafe:
          c.at++;
          continue;
        case Keyword.const:
          if (!this.isQualifierConst()) return this.constant(start);
          c.at++;
          continue;
        case Keyword.extern:
          if (c.kind(1) === Keyword.crate) return this.externCrate(start);
          c.at++;
          if (c.is(Kind.String) || c.is(Kind.RawString)) c.at++;
          if (c.is(Punct.OpenBrace)) return this.externBlock(start);
          continue;
        case Kind.Identifier:
          if (!this.isQualifierWord()) return this.byWord(start);
          c.at++;
          continue;
        default:
          return this.byKeyword(start);
      }
    }
  }

  /** `const fn`, `const unsafe`, `const async`, `const extern`, `const trait`, `const impl`, as against `const NAME`. */
  private isQualifierConst(): boolean {
    const { c } = this;
    const next = c.kind(1);
    if (next === Keyword.async) return c.kind(2) === Keyword.fn || c.kind(2) === Keyword.unsafe;
    return (
      next === Keyword.fn ||
      next === Keyword.unsafe ||
      next === Keyword.extern ||
      next === Keyword.trait ||
      next === Keyword.impl ||
      c.isContextual('gen', 1)
    );
  }

  private isQualifierWord(): boolean {
    const { c } = this;
    const word = c.text();
    const next = c.kind(1);
    if (word === 'auto') return next === Keyword.trait;
    if (word === 'gen') return next === Keyword.fn;
    if (word === 'safe') return next === Keyword.fn || next === Keyword.static || next === Keyword.extern;
    return false;
  }

  private byKeyword(start: Start): Item | undefined {
    switch (this.c.kind()) {
      case Keyword.fn:
        return this.function(start);
      case Keyword.struct:
        return this.struct(start);
      case Keyword.enum:
        return this.enum(start);
      case Keyword.mod:
        return this.module(start);
      case Keyword.use:
        return this.use(start);
      case Keyword.impl:
        return this.impl(start);
      case Keyword.trait:
        return this.trait(start);
      case Keyword.type:
        if (this.c.kind(1) !== Keyword.const) return this.typeAlias(start);
        this.c.at++; // `type const N: usize;`, unstable
        return this.constant(start);
      case Keyword.static:
        return this.static(start);
      default:
        return startsPath(this.c) ? this.macroCall(start) : this.unexpected(start);
    }
  }

  /** Items that begin with an ordinary identifier. */
  private byWord(start: Start): Item | undefined {
    const { c } = this;
    const word = c.text();
    if (word === 'union' && c.isName(1)) return this.union(start);
    if (word === 'macro_rules' && c.kind(1) === Punct.Bang && c.isName(2)) return this.macroRules(start);
    if (word === 'macro' && c.isName(1)) return this.macro(start);
    return this.macroCall(start);
  }

  private unexpected(start: Start): undefined {
    const { c } = this;
    const found = c.done ? 'the end' : `\`${c.text().slice(0, 40)}\``;
    this.report(`expected an item, found ${found}`, Math.min(c.at, c.to));
    if (c.at === start.from) c.skip();
    return undefined;
  }

  /** Moves on to the next line that begins an item. */
  private recover(before: number): void {
    const { c } = this;
    if (c.at === before) c.skip();
    while (!c.done && !this.restartsHere()) c.skip();
  }

  private restartsHere(): boolean {
    const { c } = this;
    const begins =
      restarters.has(c.kind()) ||
      (c.is(Punct.Hash) && c.kind(1) === Punct.OpenBracket) ||
      c.isContextual('macro_rules') ||
      c.isContextual('union');
    if (!begins) return false;
    const { end } = this.source.tokens;
    return c.at === 0 || this.source.text.slice(end[c.at - 1], c.offset()).includes('\n');
  }

  private itemsIn(body: TokenRange | undefined): Item[] {
    if (body === undefined) return [];
    if (this.depth >= deepestItems) {
      this.report(`items nested deeper than ${deepestItems}`, body.from);
      return [];
    }
    return new ItemScanner(this.c.inside(body), this.report, this.depth + 1, this.inMacro).run();
  }

  // ---- kinds --------------------------------------------------------------------------------------------------------

  private function(start: Start): Item | undefined {
    const nameAt = this.takeName();
    if (nameAt < 0) return undefined;
    const body = this.takeBody();
    return new Node.FunctionNode(this.head(start, nameAt, body));
  }

  private struct(start: Start): Item | undefined {
    const { c } = this;
    const nameAt = this.takeName();
    if (nameAt < 0) return undefined;
    if (this.toBodyOrSemi() && !c.take(Punct.Semi)) c.takeGroup();
    return new Node.StructNode(this.head(start, nameAt));
  }

  private union(start: Start): Item | undefined {
    const nameAt = this.takeName();
    this.takeBody();
    return new Node.UnionNode(this.head(start, nameAt));
  }

  private enum(start: Start): Item | undefined {
    const nameAt = this.takeName();
    if (nameAt < 0) return undefined;
    this.takeBody();
    return new Node.EnumNode(this.head(start, nameAt));
  }

  private module(start: Start): Item | undefined {
    const { c } = this;
    const nameAt = this.takeName();
    if (nameAt < 0) return undefined;
    if (c.take(Punct.Semi)) return new Node.ModuleNode(this.head(start, nameAt), []);
    if (!c.is(Punct.OpenBrace)) {
      this.report('expected `;` or `{`', c.at);
      return new Node.ModuleNode(this.head(start, nameAt), []);
    }
    const body = c.takeGroup();
    const head = this.head(start, nameAt, body);
    // what a macro call is depends on whether all in it can be read
    return new Node.ModuleNode(head, this.inMacro ? this.itemsIn(body) : () => this.itemsIn(body));
  }

  private trait(start: Start): Item | undefined {
    const { c } = this;
    const nameAt = this.takeName();
    if (nameAt < 0) return undefined;
    if (!this.toBodyOrSemi()) return undefined;
    if (c.take(Punct.Semi)) return new Node.TraitAliasNode(this.head(start, nameAt));
    const body = c.takeGroup();
    return new Node.TraitNode(this.head(start, nameAt, body), this.itemsIn(body));
  }

  private impl(start: Start): Item | undefined {
    const { c } = this;
    const implAt = c.at;
    c.at++;
    const body = this.takeBody();
    return new Node.ImplNode(this.head(start, -1, body), implAt, this.itemsIn(body));
  }

  private externBlock(start: Start): Item {
    const body = this.c.takeGroup();
    return new Node.ExternBlockNode(this.head(start, -1, body), this.itemsIn(body));
  }

  private use(start: Start): Item {
    this.endAtSemi(start.keywordAt);
    return new Node.UseNode(this.head(start, -1));
  }

  private typeAlias(start: Start): Item | undefined {
    const nameAt = this.takeName();
    if (nameAt < 0) return undefined;
    this.endAtSemi(nameAt);
    return new Node.TypeAliasNode(this.head(start, nameAt));
  }

  private constant(start: Start): Item | undefined {
    const nameAt = this.takeName();
    if (nameAt < 0) return undefined;
    this.endAtSemi(nameAt);
    return new Node.ConstantNode(this.head(start, nameAt));
  }

  private static(start: Start): Item | undefined {
    if (this.c.kind(1) === Keyword.mut || (this.inMacro && this.c.kind(1) === Keyword.ref)) this.c.at++;
    const nameAt = this.takeName();
    if (nameAt < 0) return undefined;
    this.endAtSemi(nameAt);
    return new Node.StaticNode(this.head(start, nameAt));
  }

  private externCrate(start: Start): Item | undefined {
    const { c } = this;
    c.at += 2;
    let nameAt = c.at;
    if (!c.isWord()) return this.unexpected(start);
    const crate = c.takeName();
    if (c.take(Keyword.as)) nameAt = c.at;
    this.endAtSemi(nameAt);
    return new Node.ExternCrateNode(this.head(start, nameAt), crate);
  }

  // ---- macros -------------------------------------------------------------------------------------------------------

  private macroRules(start: Start): Item | undefined {
    const { c } = this;
    c.at += 2;
    const nameAt = c.at++;
    const body = this.takeMacroBody();
    if (body === undefined) return this.unexpected(start);
    return new Node.MacroDefinitionNode(this.head(start, nameAt), 'macro-rules', body);
  }

  /** Braces, or other brackets and a `;`. */
  private takeMacroBody(): TokenRange | undefined {
    const { c } = this;
    const brace = c.is(Punct.OpenBrace);
    if (!brace && !c.is(Punct.OpenParen) && !c.is(Punct.OpenBracket)) return undefined;
    const body = c.takeGroup();
    if (!brace && !c.take(Punct.Semi) && !(this.inMacro && c.done))
      this.report('expected `;` after the macro call', c.at);
    return body;
  }

  private macro(start: Start): Item | undefined {
    const { c } = this;
    const nameAt = this.takeName();
    const from = c.at;
    if (c.is(Punct.OpenParen)) c.skip();
    if (c.is(Punct.OpenBrace)) c.skip();
    else return this.unexpected(start);
    return new Node.MacroDefinitionNode(this.head(start, nameAt), 'macro', { from, to: c.at });
  }

  private macroCall(start: Start): Item | undefined {
    const { c } = this;
    const from = c.at;
    while (c.isWord() || c.is(Punct.Colon) || c.is(Punct.Dollar)) c.at++;
    if (!c.take(Punct.Bang)) {
      c.at = from;
      return this.unexpected(start);
    }
    const nameAt = c.isName() ? c.at++ : -1;
    const open = c.text();
    const body = this.takeMacroBody();
    if (body === undefined || (open !== '{' && open !== '(' && open !== '[')) return this.unexpected(start);
    return new Node.MacroCallNode(this.head(start, nameAt, undefined), body, open);
  }
}
