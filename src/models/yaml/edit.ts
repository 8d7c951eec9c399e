/** Changes a YAML file that people write: one entry added to a list or replaced in it, all else as it was, comments too. */
import { type Document, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';

export type YamlFields = Readonly<Record<string, string | undefined>>;

/**
 * @param text a mapping whose `list` is a sequence of mappings, or absent
 * @param fields of the entry, in their order; undefined ones are left out
 * @param same keys that make two entries one: an entry that agrees in all of them is replaced where it stands
 * @returns the new text, and whether an entry was replaced
 * @throws Error when the text is no such mapping
 */
export function putIntoList(
  text: string,
  list: string,
  fields: YamlFields,
  same: readonly string[],
): { text: string; replaced: boolean } {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) throw new Error('the file is no YAML mapping');
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  const found = entries(document, list).find((entry) => same.every((key) => entry.get(key) === fields[key]));
  if (found === undefined) document.addIn([list], document.createNode(Object.fromEntries(given)));
  else replace(found, given);
  return { text: print(document, text), replaced: found !== undefined };
}

function entries(document: Document, list: string): YAMLMap[] {
  const node = document.get(list);
  if (node === undefined || node === null || (isSeq(node) && node.items.length === 0)) {
    document.set(list, document.createNode([]));
    const empty = document.get(list);
    if (isSeq(empty)) empty.flow = false;
    return [];
  }
  if (!isSeq(node)) throw new Error(`${list} is no list`);
  return node.items.filter((item) => isMap(item));
}

/** Keys that stay keep their place and their comments. */
function replace(entry: YAMLMap, fields: readonly [string, string][]): void {
  const keep = new Set(fields.map(([key]) => key));
  for (const { key } of [...entry.items]) if (!keep.has(String(key))) entry.delete(key);
  for (const [key, value] of fields) if (entry.get(key) !== value) entry.set(key, value);
}

/** The library indents lists below their key; a file that does not keeps its own way. */
function print(document: Document, text: string): string {
  const indentSeq = !/^- /m.test(text);
  return document.toString({ indentSeq, lineWidth: 0, flowCollectionPadding: /\{ |\[ /.test(text) });
}
