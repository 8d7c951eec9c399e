/** Values of string literals (Rust Reference: "Literal expressions", "Character and string literals"). */
import type { SourceFile } from './syntax.ts';
import { Kind } from './token.ts';

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** The value of a string token (plain, raw, C or byte string; bytes above 0x7f as that code point), or undefined for any other token. */
export function stringValue(source: SourceFile, token: number): string | undefined {
  const kind = source.tokens.kind[token];
  if (kind === undefined || kind < Kind.String || kind > Kind.RawCString) return undefined;
  const literal = source.tokenText(token);
  const open = literal.indexOf('"');
  const close = literal.lastIndexOf('"');
  const body = literal.slice(open + 1, close > open ? close : undefined).replaceAll('\r\n', '\n');
  const raw = kind === Kind.RawString || kind === Kind.RawByteString || kind === Kind.RawCString;
  return raw ? body : unescapeString(body);
}

/** Resolves escapes; `\` at the end of a line swallows the white space that follows. A wrong escape stands for itself. */
function unescapeString(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replace(
    /\\(?:\n[ \t\n\r]*|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F_]{1,12})\}|(.))/gsu,
    (whole: string, hex: string | undefined, code: string | undefined, simple: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (code !== undefined) return codePoint(code) ?? whole;
      return simple === undefined ? '' : (simpleEscapes[simple] ?? whole);
    },
  );
}

function codePoint(digits: string): string | undefined {
  const value = Number.parseInt(digits.replaceAll('_', ''), 16);
  return value <= 0x10ffff ? String.fromCodePoint(value) : undefined;
}
