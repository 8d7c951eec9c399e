/** The right-hand side of a macro rule written out (Rust Reference: "Transcribing"). */
import { Cursor } from '../cursor.ts';
import type { SourceFile, TokenRange } from '../syntax.ts';
import { isWord, Keyword, Punct } from '../token.ts';
import type { ExpansionText } from './expansion.ts';
import { type Bindings, type Bound, takeRepetitionTail } from './macro-rules.ts';

/** No macro of a real crate writes more at once. */
export const maxLength = 2_000_000;

interface Transcription {
  readonly out: ExpansionText;
  /** Where the macro is defined. */
  readonly definition: SourceFile;
  /** Where the bound tokens stand. */
  readonly call: SourceFile;
  /** What `$crate` stands for; undefined for the crate that is read. */
  readonly crate: string | undefined;
}

/** False when the rule cannot be written: repetitions that disagree, or more text than is sane. */
export function transcribe(t: Transcription, body: TokenRange, bindings: Bindings): boolean {
  const { definition, out } = t;
  const c = new Cursor(definition, body);
  let copied = c.at;
  const flush = (to: number): void => {
    // from the end of the token before, so that doc comments in between come along
    out.copy(definition, endOf(definition, copied - 1), c.offset(to));
    out.space();
  };
  while (!c.done) {
    if (out.length > maxLength) return false;
    if (!c.is(Punct.Dollar)) {
      c.at += 1;
      continue;
    }
    if (t.crate !== undefined && c.kind(1) === Keyword.crate) {
      flush(c.at);
      out.write(`::${t.crate}`, { source: definition, offset: c.offset() });
      c.at += 2;
      copied = c.at;
      continue;
    }
    const bound = isWord(c.kind(1)) && c.kind(1) !== Keyword.crate ? boundName(c, bindings) : undefined;
    if (bound === undefined && c.kind(1) !== Punct.OpenParen) {
      c.at += 2;
      continue;
    }
    flush(c.at);
    c.at += 1;
    if (bound !== undefined) {
      if (Array.isArray(bound)) return false;
      c.at += 1;
      out.copy(t.call, offsetOf(t.call, bound.from), bound.to > bound.from ? endOf(t.call, bound.to - 1) : 0);
      out.space();
    } else if (!repeat(t, c, bindings)) return false;
    copied = c.at;
  }
  flush(c.to);
  return true;
}

function boundName(c: Cursor, bindings: Bindings): Bound | undefined {
  const text = c.source.tokenText(c.at + 1);
  return bindings.get(text.startsWith('r#') ? text.slice(2) : text);
}

function offsetOf(source: SourceFile, token: number): number {
  return token < source.tokens.count ? source.tokens.start[token]! : source.text.length;
}

function endOf(source: SourceFile, token: number): number {
  return source.tokens.end[token]!;
}

/** The cursor stands at the `(` of `$( … ) separator operator`. */
function repeat(t: Transcription, c: Cursor, bindings: Bindings): boolean {
  const inner = c.takeGroup();
  const tailFrom = c.at;
  const { separator } = takeRepetitionTail(c);
  const used = usedLists(c.inside(inner), bindings);
  const count = used[0]?.[1].length ?? 0;
  if (used.length === 0 || used.some(([, list]) => list.length !== count)) return false;
  for (let index = 0; index < count; index += 1) {
    if (index > 0 && separator.length > 0)
      t.out.copy(t.definition, offsetOf(t.definition, tailFrom), endOf(t.definition, tailFrom + separator.length - 1));
    const round: Bindings = new Map(bindings);
    for (const [name, list] of used) round.set(name, list[index]!);
    if (!transcribe(t, inner, round)) return false;
  }
  return true;
}

/** Metavariables inside that still hold one entry for each repetition. */
function usedLists(c: Cursor, bindings: Bindings): [string, Bound[]][] {
  const used = new Map<string, Bound[]>();
  for (; !c.done; c.at += 1) {
    if (!c.is(Punct.Dollar) || !isWord(c.kind(1))) continue;
    const bound = boundName(c, bindings);
    if (Array.isArray(bound)) used.set(c.source.tokenText(c.at + 1).replace(/^r#/, ''), bound);
  }
  return [...used];
}
