import { entropy } from './entropy.ts';

const HEADER = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
const BODY_LIMIT = 32_768;
/** Least base-64 characters of a key's body: an Ed25519 key in PKCS#8 has 64. */
const LEAST_BODY = 40;

/**
 * The private key whose `-----BEGIN` stands at `at`: its length in the text, or undefined when there is no key
 * material under the header (a parser's test, a documentation's example). Escaped newlines and indentation are seen through.
 */
export function readPrivateKey(text: string, at: number): { length: number; body: string } | undefined {
  HEADER.lastIndex = at;
  const header = HEADER.exec(text);
  if (header === null) return undefined;
  const from = at + header[0].length;
  const end = text.indexOf('-----', from);
  const stop = end === -1 || end - from > BODY_LIMIT ? Math.min(text.length, from + BODY_LIMIT) : end;
  const body = longestRun(text.slice(from, stop));
  if (body.length < LEAST_BODY || entropy(body) < 3.5) return undefined;
  return { length: stop - at, body };
}

/** Base-64 text of the lines under the header: header fields (`Proc-Type:`) and what is no base 64 are left out. */
function longestRun(raw: string): string {
  const lines = raw.split(/\\r\\n|\\n|\r\n|\n/).map(strip);
  return lines.filter((line) => /^[A-Za-z0-9+/=]+$/.test(line)).join('');
}

/** Without the quotes, comment signs, commas and blanks around it. An expression would try the end of the line at every blank. */
function strip(line: string): string {
  let from = 0;
  let to = line.length;
  while (from < to && '"\'`#/*>+|,.\\- \t'.includes(line.charAt(from))) from += 1;
  while (to > from && '"\'`,;\\+ \t\r'.includes(line.charAt(to - 1))) to -= 1;
  return line.slice(from, to);
}
