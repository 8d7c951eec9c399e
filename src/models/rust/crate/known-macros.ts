/** Macros of other crates whose output is known well enough to be written down; everything else passes its input on as items. */
import { Cursor } from '../cursor.ts';
import type { SourceFile, TokenRange } from '../syntax.ts';
import { Keyword, Punct } from '../token.ts';
import type { MacroInput } from './expander.ts';
import type { ExpansionText } from './expansion.ts';

type Outcome = 'written' | 'unknown macro';

/** @param path as written at the call; only its last segment is looked at */
export function knownMacro(path: string, input: MacroInput, out: ExpansionText): Outcome {
  switch (path.slice(path.lastIndexOf(':') + 1)) {
    case 'bitflags':
      return bitflags(input, out);
    case 'lazy_static':
      return lazyStatic(input, out);
    case 'compile_error':
    case 'include':
      return 'unknown macro';
    default:
      copyRange(out, input.source, input.range);
      if (needsSemicolon(input)) out.write(';', { source: input.source, offset: 0 });
      return 'written';
  }
}

function copyRange(out: ExpansionText, source: SourceFile, range: TokenRange): void {
  const { start, end } = source.tokens;
  if (range.to > range.from) out.copy(source, start[range.from]!, end[range.to - 1]!);
  out.space();
}

/** `thread_local! { static A: u8 = 1 }`. */
function needsSemicolon({ source, range }: MacroInput): boolean {
  const last = source.tokens.kind[range.to - 1];
  return range.to > range.from && last !== Punct.Semi && last !== Punct.CloseBrace;
}

/** `pub struct Flags: u32 { const A = 1; }`: a struct and an impl with public constants. */
function bitflags(input: MacroInput, out: ExpansionText): Outcome {
  const { source } = input;
  const c = new Cursor(source, input.range);
  while (!c.done) {
    const from = c.at;
    while (!c.done && !c.is(Punct.Colon) && !c.is(Punct.OpenBrace)) c.skip();
    const name = { from: c.at - 1, to: c.at };
    const isStruct = c.is(Punct.Colon);
    if (isStruct) copyRange(out, source, { from, to: c.at });
    while (!c.done && !c.is(Punct.OpenBrace)) c.skip();
    if (c.done) return 'unknown macro';
    const at = { source, offset: c.offset() };
    if (isStruct) {
      out.write('(u64);\nimpl ', at);
      copyRange(out, source, name);
    } else copyRange(out, source, { from, to: c.at });
    out.write('{\n', at);
    flags(c.inside(c.takeGroup()), out);
    out.write('}\n', at);
  }
  return 'written';
}

function flags(c: Cursor, out: ExpansionText): void {
  while (!c.done) {
    const from = c.at;
    while (c.is(Punct.Hash)) {
      c.at += 1;
      c.skip();
    }
    const constant = c.at;
    while (!c.done && !c.is(Punct.Equal)) c.skip();
    const name = c.at;
    while (!c.done && !c.is(Punct.Semi)) c.skip();
    c.take(Punct.Semi);
    copyRange(out, c.source, { from, to: constant });
    out.write('pub ', { source: c.source, offset: c.offset(constant) });
    copyRange(out, c.source, { from: constant, to: name });
    out.write(': Self ', { source: c.source, offset: c.offset(constant) });
    copyRange(out, c.source, { from: name, to: c.at });
  }
}

/** `pub static ref NAME: T = …;`: the attributes go to a public unit-like struct of that name. */
function lazyStatic(input: MacroInput, out: ExpansionText): Outcome {
  const { source } = input;
  const c = new Cursor(source, input.range);
  while (!c.done) {
    const from = c.at;
    while (!c.done && !c.is(Keyword.static)) c.skip();
    const to = c.at;
    c.at += 1;
    if (!c.take(Keyword.ref)) return 'unknown macro';
    const at = { source, offset: c.offset(to) };
    copyRange(out, source, { from, to });
    out.write('struct ', at);
    copyRange(out, source, { from: c.at, to: c.at + 1 });
    out.write(' { __private: () }\n', at);
    while (!c.done && !c.is(Punct.Semi)) c.skip();
    c.take(Punct.Semi);
  }
  return 'written';
}
