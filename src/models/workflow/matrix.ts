import { entriesOf, listOf, type YamlNode } from '../yaml/yaml.ts';
import { interpolate, type Scope } from './evaluate.ts';
import {
  isList,
  isMap,
  isUnknown,
  mapOf,
  sameValue,
  type Unknown,
  unknown,
  type Value,
  type ValueMap,
} from './value.ts';

/** The combinations of a matrix: one job each. */
export interface Matrix {
  readonly cells: readonly ValueMap[];
  /** What keeps the cells from being known in full, such as a list that another job makes. */
  readonly open: Unknown | undefined;
}

type Cell = Map<string, Value>;

/** GitHub starts no more jobs than this from one matrix. */
const MAX_CELLS = 256;
const NO_MATRIX: Matrix = { cells: [mapOf([])], open: undefined };

/**
 * Expands a matrix as GitHub does: the product of the lists, less `exclude`, then `include`.
 * https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */
export function expandMatrix(node: YamlNode | undefined, scope: Scope): Matrix {
  if (node === undefined) return NO_MATRIX;
  const whole = valueOfNode(node, scope);
  if (isUnknown(whole)) return { cells: [mapOf([], whole)], open: whole };
  if (!isMap(whole)) return NO_MATRIX;
  const lists = [...whole.entries].filter(([key]) => key !== 'include' && key !== 'exclude');
  const exclude = whole.entries.get('exclude') ?? null;
  const include = whole.entries.get('include') ?? null;
  const open = [...lists.map(([, value]) => value), exclude, include].find(isUnknown);
  const kept = product(lists).filter((cell) => !partsOf(exclude).some((part) => matchesAll(part, cell)));
  const cells = withIncluded(kept, partsOf(include), new Set(lists.map(([key]) => key)));
  if (isUnknown(include)) cells.push(new Map());
  const rest = isUnknown(include) ? include : null;
  return { cells: cells.slice(0, MAX_CELLS).map((cell) => mapOf(cell, rest)), open };
}

function partsOf(value: Value): Cell[] {
  if (!isList(value)) return [];
  return value.items
    .slice(0, MAX_CELLS * 4)
    .filter(isMap)
    .map((item) => new Map(item.entries));
}

function product(lists: readonly (readonly [string, Value])[]): Cell[] {
  if (lists.length === 0) return [];
  let cells: Cell[] = [new Map()];
  for (const [key, list] of lists) {
    const values = isList(list) ? list.items : [isUnknown(list) ? unknown(`matrix.${key}`) : list];
    const longer: Cell[] = [];
    for (const cell of cells) {
      for (const value of values) {
        if (longer.length < MAX_CELLS * 4) longer.push(new Map(cell).set(key, value));
        else break;
      }
    }
    cells = longer;
  }
  return cells;
}

/** An exclusion hits a cell when all that it names is so there; of a nested mapping only what it names. */
function matchesAll(part: Cell, cell: Cell): boolean {
  return [...part].every(([key, value]) => cell.has(key) && covers(value, cell.get(key) ?? null));
}

function covers(part: Value, value: Value): boolean {
  if (!isMap(part) || !isMap(value)) return sameValue(part, value);
  return [...part.entries].every(
    ([key, inner]) => value.entries.has(key) && covers(inner, value.entries.get(key) ?? null),
  );
}

/** An inclusion extends every original cell whose own values it does not change; when there is none it is a cell of its own. */
function withIncluded(original: readonly Cell[], included: readonly Cell[], keys: ReadonlySet<string>): Cell[] {
  const extended = original.map((cell) => new Map(cell));
  const added: Cell[] = [];
  for (const part of included) {
    const hosts = extended.filter((_, n) =>
      [...part].every(([key, value]) => !keys.has(key) || sameValue(value, original[n]?.get(key) ?? null)),
    );
    for (const host of hosts) for (const [key, value] of part) host.set(key, value);
    if (hosts.length === 0) added.push(new Map(part));
  }
  return [...extended, ...added];
}

/** The value of a node with its `${{ }}` evaluated. */
export function valueOfNode(node: YamlNode, scope: Scope): Value {
  if (node.kind === 'seq') return { kind: 'list', items: listOf(node).map((item) => valueOfNode(item, scope)) };
  if (node.kind === 'map')
    return mapOf(entriesOf(node).map(({ key, value }) => [key, valueOfNode(value, scope)] as const));
  return typeof node.value === 'string' ? interpolate(node.value, scope) : node.value;
}
