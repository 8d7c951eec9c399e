/** What a build script writes into OUT_DIR, where its source says so plainly. */
import { stringValue } from '../literals.ts';
import { parseSourceFile } from '../parse.ts';
import type { MacroCallItem, SourceFile } from '../syntax.ts';

/**
 * The text of `include!(concat!(env!("OUT_DIR"), "/name.rs"))`.
 * @returns the one string of the script that reads as items, `$$` marks taken out, if the script also names the file; else undefined
 */
export function writtenFile(script: SourceFile, call: MacroCallItem): string | undefined {
  const named = strings(call.source, call.body.from, call.body.to);
  const file = named.find((text) => text.endsWith('.rs'))?.replace(/^\//, '');
  const all = strings(script, 0, script.tokens.count);
  if (file === undefined || !named.includes('OUT_DIR') || !all.includes(file)) return undefined;
  const texts = all.map((text) => text.replaceAll('$$', '')).filter(readsAsItems);
  return texts.length === 1 ? texts[0] : undefined;
}

function strings(source: SourceFile, from: number, to: number): string[] {
  const found: string[] = [];
  for (let token = from; token < to; token += 1) {
    const value = stringValue(source, token);
    if (value !== undefined) found.push(value);
  }
  return found;
}

function readsAsItems(text: string): boolean {
  if (!text.includes('{')) return false;
  const { items, errors } = parseSourceFile('', text);
  return errors.length === 0 && items.some((item) => item.kind !== 'macro-call');
}
