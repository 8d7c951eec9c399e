/** What stands before the first token (Rust Reference: "Input format"). */
import { classOf, space } from './characters.ts';

/** Behind the byte order mark, shebang line and frontmatter, which are no tokens ("Input format"). */
export function startOfCode(text: string): number {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  // `#![attr]` is no shebang, whatever white space and comments stand between.
  if (text.startsWith('#!', at) && text[afterTrivia(text, at + 2)] !== '[') at = endOfLine(text, at);
  const fence = /^(?:[^\S\n]*\n)*(-{3,})[^\n]*(?:\n|$)/.exec(text.slice(at, at + 4096));
  if (fence === null) return at;
  const close = text.indexOf(`\n${fence[1]}`, at + fence[0].length - 1);
  return close < 0 ? at : endOfLine(text, close + 1);
}

/** Behind white space and (not nested) comments. */
function afterTrivia(text: string, from: number): number {
  let at = from;
  for (;;) {
    if (classOf[text.charCodeAt(at)] === space) at++;
    else if (text.startsWith('//', at)) at = endOfLine(text, at);
    else if (text.startsWith('/*', at) && text.indexOf('*/', at) > 0) at = text.indexOf('*/', at) + 2;
    else return at;
  }
}

/** Offset of the next line feed, or the end of the text. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
