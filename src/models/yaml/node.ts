/** Nodes of a YAML document and ways through them; apart from the parser, so that who only looks at nodes does not load it. */

/** A place in a file: line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlScalar extends Place {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The characters of the value: for plain scalars as written (`3.10` stays `3.10`), for the others unquoted. */
  readonly text: string;
  /** True when the value is quoted or a block, so that `"true"` is told from `true`. */
  readonly quoted: boolean;
  /** The line on which the first line of the content stands; below `line` for block scalars. */
  readonly contentLine: number;
  /** True when line n of `text` is line `contentLine + n` of the file: literal blocks and one-line scalars. */
  readonly literal: boolean;
}

interface YamlSeq extends Place {
  readonly kind: 'seq';
  readonly items: readonly YamlNode[];
}

export interface YamlEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: YamlNode;
}

export interface YamlMap extends Place {
  readonly kind: 'map';
  /** In the order of the file; of duplicate keys all stay here, and `problems` names them. */
  readonly entries: readonly YamlEntry[];
}

export type YamlNode = YamlScalar | YamlSeq | YamlMap;

/** Follows keys down from a node; undefined where one is missing or what bears it is no map. Of duplicates the last counts. */
export function at(node: YamlNode | undefined, ...keys: string[]): YamlNode | undefined {
  let current = node;
  for (const key of keys) current = entry(current, key)?.value;
  return current;
}

/** The entry of a map with that key, for the place of the key itself. */
export function entry(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  if (node?.kind !== 'map') return undefined;
  return node.entries.findLast((candidate) => candidate.key === key);
}

/** The entries of a map; none for anything else. */
export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** The items of a list, or the thing itself when it is no list; none for nothing or null. */
export function listOf(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined || isNull(node)) return [];
  return node.kind === 'seq' ? node.items : [node];
}

/** The characters of a scalar that is not null; undefined for maps, lists and null. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

export function isNull(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null;
}
