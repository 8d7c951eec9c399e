/** Names that need no import (Rust Reference: "Preludes", "Types"). */

export const standardCrates: readonly string[] = ['std', 'core', 'alloc', 'proc_macro', 'test'];

export const primitiveTypes: ReadonlySet<string> = new Set([
  'bool',
  'char',
  'str',
  'u8',
  'u16',
  'u32',
  'u64',
  'u128',
  'usize',
  'i8',
  'i16',
  'i32',
  'i64',
  'i128',
  'isize',
  'f16',
  'f32',
  'f64',
  'f128',
]);

/** Paths of the standard prelude of the 2021 and 2024 editions; later additions do no harm in earlier ones, where the names are free. */
const standard: Readonly<Record<string, readonly string[]>> = {
  marker: ['Copy', 'Send', 'Sized', 'Sync', 'Unpin'],
  ops: ['Drop', 'Fn', 'FnMut', 'FnOnce', 'AsyncFn', 'AsyncFnMut', 'AsyncFnOnce'],
  mem: ['drop', 'align_of', 'align_of_val', 'size_of', 'size_of_val'],
  boxed: ['Box'],
  borrow: ['ToOwned'],
  clone: ['Clone'],
  cmp: ['PartialEq', 'PartialOrd', 'Eq', 'Ord'],
  convert: ['AsRef', 'AsMut', 'Into', 'From', 'TryFrom', 'TryInto'],
  default: ['Default'],
  future: ['Future', 'IntoFuture'],
  iter: ['Iterator', 'Extend', 'IntoIterator', 'DoubleEndedIterator', 'ExactSizeIterator', 'FromIterator'],
  option: ['Option', 'Some', 'None'],
  result: ['Result', 'Ok', 'Err'],
  string: ['String', 'ToString'],
  vec: ['Vec'],
  // derive macros and attributes share names with the traits above; these have no trait in the prelude
  fmt: ['Debug'],
  hash: ['Hash'],
};

const byName = new Map<string, readonly string[]>();
for (const [module, names] of Object.entries(standard))
  for (const name of names) byName.set(name, ['std', module, name]);

/** `Vec` → `['std', 'vec', 'Vec']`. */
export function preludePath(name: string): readonly string[] | undefined {
  return byName.get(name);
}
