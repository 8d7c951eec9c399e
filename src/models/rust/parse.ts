/** The entrance to the Rust syntax layer. */
import { parseInnerAttributes } from './attributes.ts';
import { Cursor } from './cursor.ts';
import { scanItems } from './items.ts';
import { ParsedFile } from './source-file.ts';
import type { SourceFile } from './syntax.ts';

/**
 * Reads one file of Rust.
 * @param path how the file is called in messages; not opened
 * @param text its content; any string is accepted, and what is not Rust is listed in `errors`
 */
export function parseSourceFile(path: string, text: string): SourceFile {
  const file = new ParsedFile(path, text);
  const whole = { from: 0, to: file.tokens.count };
  file.innerAttributes = parseInnerAttributes(new Cursor(file, whole));
  file.items = scanItems(file, whole, (message, token) => file.report(message, token));
  return file;
}
