/** What an expression gives. `Unknown` is what only the run itself can tell; it says what it hangs on. */
export type Value = null | boolean | number | string | ValueList | ValueMap | Unknown;

export interface ValueList {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** Made by `.*`: a property of it is the list of its items' properties. */
  readonly filtered?: boolean;
}

export interface ValueMap {
  readonly kind: 'map';
  /** By key in lower case: GitHub looks properties up without regard to case. */
  readonly entries: ReadonlyMap<string, Value>;
  /** What a key that is not among the entries gives: null, or unknown when there may be more. */
  readonly rest: null | Unknown;
}

export interface Unknown {
  readonly kind: 'unknown';
  readonly because: string;
  /** Known although the value is not: `x || true` holds whatever x is. */
  readonly truth?: boolean;
}

export function unknown(because: string, truth?: boolean): Unknown {
  return truth === undefined ? { kind: 'unknown', because } : { kind: 'unknown', because, truth };
}

export function mapOf(entries: Iterable<readonly [string, Value]>, rest: null | Unknown = null): ValueMap {
  const lower = new Map<string, Value>();
  for (const [key, value] of entries) lower.set(key.toLowerCase(), value);
  return { kind: 'map', entries: lower, rest };
}

export function isUnknown(value: Value): value is Unknown {
  return typeof value === 'object' && value !== null && value.kind === 'unknown';
}

export function isMap(value: Value): value is ValueMap {
  return typeof value === 'object' && value !== null && value.kind === 'map';
}

export function isList(value: Value): value is ValueList {
  return typeof value === 'object' && value !== null && value.kind === 'list';
}

/** True or false as GitHub takes it; undefined when only the run can tell. */
export function truthOf(value: Value): boolean | undefined {
  if (isUnknown(value)) return value.truth;
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
  return value !== null && value !== false && value !== '';
}

/** The text that a value becomes inside `${{ }}`; undefined for what is unknown. */
export function textOfValue(value: Value): string | undefined {
  if (isUnknown(value)) return undefined;
  if (value === null) return '';
  if (isList(value)) return 'Array';
  return isMap(value) ? 'Object' : String(value);
}

function toNumber(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return value.trim() === '' ? 0 : Number(value);
  return typeof value === 'number' ? value : Number.NaN;
}

/** `==` of GitHub: strings without regard to case, different types as numbers. Undefined when one is unknown. */
export function looselyEqual(left: Value, right: Value): boolean | undefined {
  if (isUnknown(left) || isUnknown(right)) return undefined;
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase() === right.toLowerCase();
  if (typeof left === 'object' && left !== null) return left === right;
  return left === right || toNumber(left) === toNumber(right);
}

/** Below zero, zero or above as left is less, equal or more; NaN when they do not compare. */
export function compare(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string') {
    const [a, b] = [left.toLowerCase(), right.toLowerCase()];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return toNumber(left) - toNumber(right);
}

/** The value of a property or an index. */
export function memberOf(of: Value, key: Value): Value {
  if (isUnknown(of)) return unknown(`${of.because}.${textOfValue(key) ?? '?'}`);
  if (isUnknown(key)) return key;
  if (isList(of)) {
    if (of.filtered) return { kind: 'list', items: of.items.map((item) => memberOf(item, key)), filtered: true };
    return typeof key === 'number' ? (of.items[key] ?? null) : null;
  }
  if (!isMap(of)) return null;
  const name = (textOfValue(key) ?? '').toLowerCase();
  return of.entries.get(name) ?? (of.rest === null ? null : unknown(`${of.rest.because}.${name}`));
}

/** The values of a map or list, as `.*` gives them. */
export function itemsOf(of: Value): Value {
  if (isUnknown(of)) return unknown(`${of.because}.*`);
  if (isList(of)) return { ...of, filtered: true };
  if (!isMap(of)) return { kind: 'list', items: [], filtered: true };
  return of.rest === null
    ? { kind: 'list', items: [...of.entries.values()], filtered: true }
    : unknown(`${of.rest.because}.*`);
}

/** Reads JSON into a value; undefined when it is no JSON. */
export function fromJson(text: string): Value | undefined {
  try {
    return wrap(JSON.parse(text), 0);
  } catch {
    return undefined;
  }
}

function wrap(json: unknown, depth: number): Value {
  if (depth > 50 || json === undefined) return null;
  if (Array.isArray(json)) return { kind: 'list', items: json.map((item) => wrap(item, depth + 1)) };
  if (typeof json === 'object' && json !== null) {
    return mapOf(Object.entries(json).map(([key, value]) => [key, wrap(value, depth + 1)] as const));
  }
  return json as null | boolean | number | string;
}

/** Whether two values are the same through and through, as `include` and `exclude` of a matrix ask. */
export function sameValue(left: Value, right: Value): boolean {
  if (isList(left) && isList(right)) {
    return (
      left.items.length === right.items.length && left.items.every((item, n) => sameValue(item, right.items[n] ?? null))
    );
  }
  if (isMap(left) && isMap(right)) {
    if (left.entries.size !== right.entries.size) return false;
    return [...left.entries].every(
      ([key, value]) => right.entries.has(key) && sameValue(value, right.entries.get(key) ?? null),
    );
  }
  return looselyEqual(left, right) === true;
}
