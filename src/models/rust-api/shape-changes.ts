/** Changes of a type or macro that no path and no signature shows: its form, its layout, fields that others cannot see, its patterns. */
import type { Definition } from '../rust/crate/crate-model.ts';
import { everywhere } from '../rust/crate/definitions.ts';

export interface ShapeChanges {
  /** Rules of cargo-semver-checks. */
  readonly certain: readonly string[];
  readonly perhaps: readonly string[];
}

export function shapeChanges(old: Definition, now: Definition): ShapeChanges {
  if (old.kind === 'macro') {
    const kept = new Set(matchersOf(now));
    return { certain: [], perhaps: matchersOf(old).every((one) => kept.has(one)) ? [] : ['macro_matcher_changed'] };
  }
  const open = old.attributes.some(({ path }) => path === 'non_exhaustive');
  return {
    certain: [...(open || old.kind !== 'struct' ? [] : formChanges(old, now)), ...layoutChanges(old, now)],
    perhaps: singleThreaded(now) && !singleThreaded(old) ? ['auto_trait_impl_removed'] : [],
  };
}

/** Others may have written it as a literal or matched it. */
function formChanges(old: Definition, now: Definition): string[] {
  const [before, after] = [formOf(old), formOf(now)];
  if (before === 'unit' && after !== 'unit') return ['unit_struct_changed_kind'];
  const fields = fieldsOf(old);
  const wasOpen = fields.length > 0 && fields.every(isPublic);
  if (wasOpen && before === 'tuple' && after !== 'tuple') return ['tuple_struct_to_plain_struct'];
  const hidden = fieldsOf(now).some((field) => !isPublic(field));
  return wasOpen && hidden && before === after ? ['constructible_struct_adds_private_field'] : [];
}

const fieldsOf = ({ members }: Definition): readonly Definition[] => members.filter(({ kind }) => kind === 'field');
const isPublic = ({ visible }: Definition): boolean => visible === everywhere;

/** By the first bracket or semicolon behind name, generics and bounds. */
function formOf({ source, node }: Definition): 'unit' | 'tuple' | 'plain' {
  for (let token = node.tokens.from; token < node.tokens.to; token++) {
    const text = source.tokenText(token);
    if (text === '{') return 'plain';
    if (text === ';') return 'unit';
    if (text === '(' && source.tokenText(token - 1) !== 'pub') return 'tuple';
  }
  return 'unit';
}

const integers = /^[iu](?:8|16|32|64|128|size)$/;

function layoutChanges(old: Definition, now: Definition): string[] {
  const [before, after] = [reprOf(old), reprOf(now)];
  const removed = before.filter((one) => !after.includes(one));
  return [
    ...removed.flatMap((one) => {
      if (one === 'C' || one === 'transparent') return [`repr_${one.toLowerCase()}_removed`];
      return integers.test(one) && !after.includes('C') ? ['enum_repr_int_removed'] : [];
    }),
    ...(after.includes('packed') && !before.includes('packed') ? ['repr_packed_added'] : []),
  ];
}

const reprOf = ({ attributes }: Definition): readonly string[] =>
  attributes.flatMap(({ path, list }) => (path === 'repr' ? list.map((one) => one.path) : []));

/** Names what no other thread may hold: then its users may have lost Send or Sync. */
const singleThreaded = ({ source, node }: Definition): boolean =>
  /\b(?:Rc|RefCell|Cell|UnsafeCell|OnceCell)\s*<|\*\s*(?:const|mut)\b/.test(source.rangeText(node.tokens));

/** What each arm of `macro_rules!` accepts, white space aside. */
function matchersOf(definition: Definition): string[] {
  const body = definition.item('macro-rules')?.body;
  if (body === undefined) return [];
  const { source } = definition;
  const { match } = source.tokens;
  const found: string[] = [];
  for (let token = body.from; token < body.to; token++) {
    const end = match[token] ?? -1;
    if (end <= token) continue;
    const words: string[] = [];
    for (let inner = token + 1; inner < end; inner++) words.push(source.tokenText(inner));
    if (source.tokenText(end + 1) === '=') found.push(words.join(' '));
    token = end;
  }
  return found;
}
