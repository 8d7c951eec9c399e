/** Whether another crate could write a path, associated functions of types included. */
import { memo } from '../collections/memo.ts';
import type { CrateModel, Definition, Existence } from '../rust/crate/crate-model.ts';
import { isExternal } from '../rust/crate/crate-model.ts';

/** Derives and traits of which is known what they bring: nothing a path could name but these. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  Clone: ['clone', 'clone_from'],
  Copy: [],
  Debug: ['fmt'],
  Display: ['fmt', 'to_string'],
  Default: ['default'],
  PartialEq: ['eq', 'ne'],
  Eq: [],
  PartialOrd: ['partial_cmp', 'lt', 'le', 'gt', 'ge'],
  Ord: ['cmp', 'max', 'min', 'clamp'],
  Hash: ['hash', 'hash_slice'],
  Error: ['source', 'description', 'cause'],
  Serialize: ['serialize'],
  Deserialize: ['deserialize', 'deserialize_in_place'],
  JsonSchema: ['schema_name', 'json_schema', 'schema_id', 'inline_schema'],
  From: ['from'],
  TryFrom: ['try_from', 'Error'],
  FromStr: ['from_str', 'Err'],
  AsRef: ['as_ref'],
  Borrow: ['borrow'],
  Deref: ['deref', 'Target'],
  DerefMut: ['deref_mut'],
  Drop: [],
  Send: [],
  Sync: [],
  Unpin: [],
};
/** What every type has through blanket implementations of the standard library. */
const EVERYWHERE = new Set([
  'from',
  'into',
  'try_from',
  'try_into',
  'borrow',
  'borrow_mut',
  'to_owned',
  'type_id',
  'to_string',
  'clone_into',
]);
const PLAIN_ATTRIBUTES =
  /^(?:derive|doc|serde|error|repr|non_exhaustive|must_use|allow|expect|warn|deny|cfg|cfg_attr|deprecated|default|schemars|inline|automatically_derived)$/;

/**
 * @param segments from the crate's name on
 * @returns `unknown` where another crate, a macro or a derive that is not known may have made the name; `no` is certain
 */
export function publicPathExists(model: CrateModel, segments: readonly string[]): Existence {
  const whole = model.exportExists(segments.join('::'));
  if (whole === 'no' || segments.length < 3) return whole;
  const owner = model.resolve(['crate', ...segments.slice(1, -1)].join('::'));
  if (owner === undefined || isExternal(owner) || model.exportExists(segments.slice(0, -1).join('::')) !== 'yes')
    return whole;
  if (owner.kind !== 'struct' && owner.kind !== 'enum' && owner.kind !== 'union') return whole;
  const name = segments.at(-1)!;
  if (whole === 'yes') return isPrivate(model, owner, name) ? 'no' : 'yes';
  return associatedExists(model, owner, name);
}

/** Whether a type's functions of that name are all its own and none is `pub`. */
function isPrivate(model: CrateModel, type: Definition, name: string): boolean {
  if (type.members.some((member) => member.name === name)) return false;
  const found = model.implsOf(type).flatMap((impl) => impl.members.filter((member) => member.name === name));
  return (
    found.length > 0 &&
    found.every((member) => member.parent?.item('impl')?.trait === undefined && !model.isExported(member))
  );
}

/** Names of the crate's own traits, and of what is in them. */
const localTraits = memo((model: CrateModel) => {
  const traits = model.definitions.filter(({ kind }) => kind === 'trait');
  return {
    names: new Set(traits.map(({ name }) => name)),
    members: new Set(traits.flatMap((trait) => trait.members.map(({ name }) => name))),
  };
});

function associatedExists(model: CrateModel, type: Definition, name: string): Existence {
  if (EVERYWHERE.has(name) || model.unexpanded.length > 0) return 'unknown';
  if (type.attributes.some(({ path }) => !PLAIN_ATTRIBUTES.test(path.split('::').at(-1) ?? ''))) return 'unknown';
  // a trait of the crate with that member may reach the type through a blanket implementation
  const { names, members } = localTraits(model);
  if (members.has(name)) return 'unknown';
  for (const trait of model.traitsOf(type)) {
    const brings = BRINGS[trait];
    if (brings?.includes(name) || (brings === undefined && !names.has(trait))) return 'unknown';
  }
  return 'no';
}
