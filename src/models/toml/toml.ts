/** TOML as cargo reads it: values, the places of keys, and one clear error when it does not parse. */
import iarnaParse from '@iarna/toml/parse-string.js';
import { parse as smolParse, TomlError } from 'smol-toml';
import { type TomlPlace, TomlPlaces, TomlScanError } from './places.ts';

/** Dates are given as the text that TOML would write for them. */
export type TomlValue = string | number | bigint | boolean | readonly TomlValue[] | TomlTable;
/** Has no prototype, so that `__proto__` and `constructor` are keys like any other. */
export type TomlTable = { readonly [key: string]: TomlValue };

export interface TomlDocument {
  readonly value: TomlTable;
  readonly places: TomlPlaces;
}

interface TomlProblem extends TomlPlace {
  readonly message: string;
}

export type TomlResult =
  | { readonly ok: true; readonly document: TomlDocument }
  | { readonly ok: false; readonly problem: TomlProblem };

const MAX_CHARS = 2_097_152;
const MAX_DEPTH = 128;

/**
 * Reads a TOML document. Never throws. @iarna/toml gives the values; what it refuses is asked of smol-toml, because cargo
 * accepts TOML 1.1 and arrays of mixed types; what both refuse is a problem with smol-toml's place.
 * Refused too: more than 2 MB, more than 128 levels, and tables defined in two ways, which @iarna/toml lets through.
 */
export function parseToml(source: string): TomlResult {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  if (text.length > MAX_CHARS) return refused(`longer than ${MAX_CHARS} characters`);
  try {
    // Places first: they bound the nesting that the parsers would follow down the stack.
    const value = valuesOf(text);
    return { ok: true, document: { value, places: new TomlPlaces(text) } };
  } catch (error) {
    if (error instanceof TomlError) return refused(firstLine(error.message), error.line, error.column);
    if (error instanceof TomlScanError) return refused(error.message, error.place.line, error.place.column);
    if (error instanceof RangeError) return refused('nested too deeply');
    throw error;
  }
}

/** The values of a document alone, several times as fast; undefined where `parseToml` has to say what is wrong, if anything is. */
export function tomlValues(text: string): TomlTable | undefined {
  if (text.length > MAX_CHARS) return undefined;
  try {
    return plain(smolParse(text, { integersAsBigInt: 'asNeeded', maxDepth: MAX_DEPTH }), 0) as TomlTable;
  } catch {
    return undefined;
  }
}

function valuesOf(text: string): TomlTable {
  let raw: unknown;
  try {
    raw = iarnaParse(text);
  } catch {
    raw = smolParse(text, { integersAsBigInt: 'asNeeded', maxDepth: MAX_DEPTH });
  }
  return plain(raw, 0) as TomlTable;
}

function plain(raw: unknown, depth: number): TomlValue {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply');
  if (typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' || typeof raw === 'bigint')
    return raw;
  if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? String(raw) : raw.toISOString();
  if (Array.isArray(raw)) return raw.map((item) => plain(item, depth + 1));
  const table: Record<string, TomlValue> = Object.create(null);
  for (const [key, value] of Object.entries(raw as object)) table[key] = plain(value, depth + 1);
  return table;
}

function refused(message: string, line = 1, column = 1): TomlResult {
  return { ok: false, problem: { message, line, column } };
}

function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? message).replace(/^Invalid TOML document: /, '');
}

/** The table under a key; undefined where there is none or it is something else. */
export function tableOf(value: TomlValue | undefined): TomlTable | undefined {
  return typeof value === 'object' && !Array.isArray(value) ? (value as TomlTable) : undefined;
}

export function listOf(value: TomlValue | undefined): readonly TomlValue[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export function stringOf(value: TomlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function booleanOf(value: TomlValue | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The strings of a list; undefined where it is no list. What is no string in it is left out. */
export function stringsOf(value: TomlValue | undefined): readonly string[] | undefined {
  return listOf(value)?.filter((item): item is string => typeof item === 'string');
}
