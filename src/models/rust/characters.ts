/** What characters can be part of (Rust Reference: "Whitespace", "Identifiers"). */

export const space = 1;
export const word = 2;
export const digit = 3;
export const punctuation = 4;
export const bracket = 5;

/** What an ASCII character can start; 0 is nothing. As long as there are characters, so that none has to be compared with its length. */
export const classOf = new Uint8Array(1 << 16);
for (const c of '\t\n\v\f\r ') classOf[c.charCodeAt(0)] = space;
for (const c of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_') classOf[c.charCodeAt(0)] = word;
for (const c of '0123456789') classOf[c.charCodeAt(0)] = digit;
for (const c of '!#$%&*+,-./:;<=>?@^|~') classOf[c.charCodeAt(0)] = punctuation;
for (const c of '()[]{}') classOf[c.charCodeAt(0)] = bracket;

/** By bracket: the one that pairs with it. */
export const partnerOf = new Uint8Array(128);
for (const [open, close] of ['()', '[]', '{}'] as const) {
  partnerOf[open!.charCodeAt(0)] = close!.charCodeAt(0);
  partnerOf[close!.charCodeAt(0)] = open!.charCodeAt(0);
}

/** 1 where an ASCII character can be inside a word. */
export const insideWord = new Uint8Array(1 << 16);
for (let c = 0; c < 128; c++) if (classOf[c] === word || classOf[c] === digit) insideWord[c] = 1;

export const otherWhitespace = /^[\u0085\u200e\u200f\u2028\u2029]/;
export const identifierStart = /^\p{XID_Start}/u;
export const identifierContinue = /^\p{XID_Continue}/u;

/** Last character of ASCII. */
export const lastPlain = 127;

/** Length of what a one-character pattern matches at `at`, 0 when it does not. */
export function matchLength(pattern: RegExp, text: string, at: number): number {
  const code = text.codePointAt(at);
  if (code === undefined) return 0;
  return pattern.test(String.fromCodePoint(code)) ? (code > 0xffff ? 2 : 1) : 0;
}
