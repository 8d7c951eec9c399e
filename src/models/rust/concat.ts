/** What `concat!` and `stringify!` give, as far as it is written in their arguments. */
import { Cursor } from './cursor.ts';
import { stringValue } from './literals.ts';
import { parsePathText } from './paths.ts';
import type { SourceFile, TokenRange } from './syntax.ts';
import { Kind, Punct } from './token.ts';

/** Calls inside of calls are followed so far. */
const deepest = 16;

/** @returns undefined where an argument is another macro's text (`env!`), or where the macro is none of the two */
export function macroText(path: string, source: SourceFile, args: TokenRange, depth = 0): string | undefined {
  const name = path.slice(path.lastIndexOf(':') + 1);
  if (name === 'stringify') return source.rangeText(args);
  if (name !== 'concat' || depth > deepest) return undefined;
  let text = '';
  const c = new Cursor(source, args);
  while (!c.done) {
    const part = argument(c, depth);
    if (part === undefined) return undefined;
    text += part;
    if (!c.done && !c.take(Punct.Comma)) return undefined;
  }
  return text;
}

function argument(c: Cursor, depth: number): string | undefined {
  const { source } = c;
  const value = stringValue(source, c.at);
  if (value !== undefined || isPlain(c)) {
    c.at++;
    return value ?? source.tokenText(c.at - 1);
  }
  const path = parsePathText(c);
  if (path === '' || !c.take(Punct.Bang) || c.kind() === Kind.End) return undefined;
  return macroText(path, source, c.takeGroup(), depth + 1);
}

const isPlain = (c: Cursor): boolean => c.is(Kind.Integer) || c.is(Kind.Float) || /^(?:true|false)$/.test(c.text());
