/** What an untrusted repository can put into a report must stay text wherever it is printed. */

/** Control characters (C0, C1, DEL), line and paragraph separators, bidirectional overrides, invisible ones, lone surrogates. */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/** @returns the text in one line, with everything that could steer a terminal written as `\u{…}`; tabs and newlines become blanks */
export function printable(text: string): string {
  return text.replace(/[\t\n\r]+/g, ' ').replace(unprintable, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}
