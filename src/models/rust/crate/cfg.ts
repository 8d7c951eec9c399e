/**
 * Conditional compilation (Rust Reference: "Conditional compilation"), where nothing else is said for the host the standard's CI builds on:
 * x86_64 Linux with glibc, `debug_assertions` on, `test`, `doc` and every custom option off unless given.
 */
import { addsAttributes } from '../cfg.ts';
import type { Attribute, Attributed, CfgPredicate } from '../syntax.ts';
import { host } from './platforms.ts';

export interface CfgOptions {
  readonly names: ReadonlySet<string>;
  /** `name="value"` pairs. */
  readonly values: ReadonlySet<string>;
}

/**
 * @param custom `name` or `name="value"`, as rustc's `--cfg` takes them
 * @param on the options of the platform
 */
export function cfgOptions(
  features: readonly string[],
  custom: readonly string[] = [],
  on: CfgOptions = host,
): CfgOptions {
  const names = new Set(on.names);
  const values = new Set(on.values);
  for (const feature of features) values.add(`feature="${feature}"`);
  for (const option of custom) (option.includes('=') ? values : names).add(option);
  return { names, values };
}

/** An unknown predicate is false, as an unset option is. */
export function cfgHolds(predicate: CfgPredicate, options: CfgOptions): boolean {
  switch (predicate.op) {
    case 'all':
      return predicate.of.every((part) => cfgHolds(part, options));
    case 'any':
      return predicate.of.some((part) => cfgHolds(part, options));
    case 'not':
      return !cfgHolds(predicate.of, options);
    case 'literal':
      return predicate.value;
    case 'option':
      return predicate.value === undefined
        ? options.names.has(predicate.name)
        : options.values.has(`${predicate.name}="${predicate.value}"`);
    case 'unknown':
      return false;
  }
}

/** Attributes that leave nothing behind but in a test build; `#[tokio::test]` and its like end in the same word. */
const testAttributes: ReadonlySet<string> = new Set([
  'test',
  'bench',
  'rstest',
  'test_case',
  'wasm_bindgen_test',
  'proptest',
  'quickcheck',
]);

/** In force where nothing but doc comments may stand, which need not be read for that. */
export const asWritten: readonly Attribute[] = [];

/** As `activeAttributes`; `asWritten` for what is plain. */
export function attributesInForce(on: Attributed, options: CfgOptions): readonly Attribute[] | undefined {
  return on.isPlain === true ? asWritten : activeAttributes(on.attributes, options);
}

/** The attributes in force, `cfg_attr` unfolded; undefined when a `cfg` or `#[test]` removes what they are on. */
export function activeAttributes(
  attributes: readonly Attribute[],
  options: CfgOptions,
): readonly Attribute[] | undefined {
  const isTest = options.names.has('test');
  let isPlain = true;
  for (let at = 0; at < attributes.length; at += 1) {
    const attribute = attributes[at]!;
    if (attribute.path === 'doc') continue;
    const { path } = attribute;
    if (!isTest && testAttributes.has(path.slice(path.lastIndexOf(':') + 1))) return undefined;
    isPlain &&= attribute.cfg === undefined;
  }
  if (isPlain) return attributes;
  const active: Attribute[] = [];
  for (const attribute of attributes) {
    if (!addActive(attribute, options, active)) return undefined;
  }
  return active;
}

function addActive(attribute: Attribute, options: CfgOptions, into: Attribute[]): boolean {
  if (attribute.cfg === undefined) {
    into.push(attribute);
    return true;
  }
  const holds = cfgHolds(attribute.cfg, options);
  const { path, conditional } = attribute;
  if (!addsAttributes(path)) return holds;
  // A test that some compilers leave out runs with the others.
  const added = path === 'cfg_attr' ? conditional : conditional.filter((part) => part.path !== 'ignore');
  return !holds || added.every((part) => addActive(part, options, into));
}
