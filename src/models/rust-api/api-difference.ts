/**
 * What changed between two public APIs of a crate, by the rules of Cargo's SemVer reference and under the names that
 * cargo-semver-checks has for them. Only what is certain is called breaking; a changed signature is for a person.
 */
import { memo } from '../collections/memo.ts';
import { type CrateModel, type Definition, isExternal, type PublicItem } from '../rust/crate/crate-model.ts';
import { everywhere } from '../rust/crate/definitions.ts';
import { lostTraits } from './lost-traits.ts';
import { shapeChanges } from './shape-changes.ts';
import { signatureChanges } from './signature-changes.ts';

export interface ApiChange {
  /** As cargo-semver-checks calls it: `function_missing`, `enum_variant_added` … */
  readonly rule: string;
  readonly item: string;
  /** Where it is now, or where it was. */
  readonly path: string;
  readonly line: number;
  readonly when: 'now' | 'then';
}

export interface ApiDifference {
  readonly breaking: readonly ApiChange[];
  /** Signatures that read differently, and traits that a macro may implement now. */
  readonly changed: readonly ApiChange[];
  readonly compared: number;
  /** Item macros whose output is not known, in either of the two. */
  readonly unknown: number;
}

export function compareApis(then: CrateModel, now: CrateModel): ApiDifference {
  const before = surface(then);
  const after = surface(now);
  const breaking: ApiChange[] = [];
  const changed: ApiChange[] = [];
  const byDefinition = new Map([...after.values()].map((item) => [item.definition, item]));
  const gone = new Set<string>();
  for (const [key, old] of before) {
    // The shortest path may be another one now; what counts is that the old one still leads there.
    const current = after.get(key) ?? byDefinition.get(follow(now, old) as Definition);
    if (current === undefined) gone.add(old.exported);
    if (current === undefined) breaking.push(change(`${ruleKind(old)}_missing`, old, 'then'));
    else {
      const found = compareItem(then, now, old, current);
      breaking.push(...found.breaking);
      changed.push(...found.changed);
    }
  }
  const owners = new Map([...before.values()].reverse().map((one) => [ownerKey(one.definition, one.item), one]));
  for (const [key, current] of after) if (!before.has(key)) breaking.push(...additions(current, owners));
  for (const path of nameablePaths(then)) {
    if (!nameablePaths(now).has(path) && !gone.has(path)) {
      breaking.push({
        rule: 'pub_path_missing',
        item: path,
        ...placeOf(then, then.collected.root.definition),
        when: 'then',
      });
    }
  }
  return { breaking, changed, compared: before.size, unknown: then.unexpanded.length + now.unexpanded.length };
}

/** What the old path of an item names now. */
function follow(now: CrateModel, { exported, definition }: PublicItem): Definition | undefined {
  const names = ['crate', ...exported.split('::').slice(1)];
  const space = values.has(definition.kind) ? 1 : definition.kind === 'macro' ? 2 : 0;
  const found = now.lookup(names, undefined, space);
  if (found === undefined || isExternal(found.target)) return undefined;
  if (found.used === names.length) return found.target;
  const members = [...found.target.members, ...now.implsOf(found.target).flatMap((impl) => impl.members)];
  return found.used === names.length - 1 ? members.find(({ name }) => name === definition.name) : undefined;
}

const placeOf = (model: CrateModel, definition: Definition) => {
  const { path, line } = model.placeOf(definition);
  return { path, line };
};

const change = (rule: string, { exported, path, line }: PublicItem, when: ApiChange['when']): ApiChange => ({
  rule,
  item: exported,
  path,
  line,
  when,
});

/** Public items by the path that others write, types and values apart. */
function surface(model: CrateModel): Map<string, PublicItem> {
  const items = model.publicItems().filter(({ hidden }) => !hidden);
  return new Map(items.map((item) => [`${item.exported} ${spaceOf(item.definition)}`, item]));
}

const values: ReadonlySet<string> = new Set(['function', 'method', 'constant', 'static', 'associated-constant']);

const spaceOf = ({ kind }: Definition): string =>
  values.has(kind) ? 'value' : kind === 'macro' ? 'macro' : kind === 'field' ? 'field' : 'type';

const ruleKind = ({ definition }: PublicItem): string =>
  ({
    method: 'inherent_method',
    variant: 'enum_variant',
    field: 'struct_pub_field',
    module: 'module',
    macro: 'declarative_macro',
    'type-alias': 'type_alias',
  })[definition.kind as string] ?? definition.kind.replace('-', '_');

function compareItem(
  then: CrateModel,
  now: CrateModel,
  old: PublicItem,
  current: PublicItem,
): Pick<ApiDifference, 'breaking' | 'changed'> {
  const breaking: ApiChange[] = [];
  const changed: ApiChange[] = [];
  const nonExhaustive = ({ definition }: PublicItem) =>
    definition.attributes.some(({ path }) => path === 'non_exhaustive');
  if (!nonExhaustive(old) && nonExhaustive(current))
    breaking.push(change(`${ruleKind(current)}_marked_non_exhaustive`, current, 'now'));
  if (['struct', 'enum', 'union'].includes(old.definition.kind)) {
    const { certain, perhaps } = lostTraits(then, old.definition, now, current.definition);
    const removed = (traits: readonly string[]) => ({
      ...change('derive_trait_impl_removed', current, 'now'),
      item: `${current.item} (${traits.join(', ')})`,
    });
    if (certain.length > 0) breaking.push(removed(certain));
    if (perhaps.length > 0) changed.push(removed(perhaps));
  }
  if (
    ['struct', 'enum', 'union', 'macro'].includes(old.definition.kind) &&
    old.definition.kind === current.definition.kind
  ) {
    const { certain, perhaps } = shapeChanges(old.definition, current.definition);
    breaking.push(...certain.map((rule) => change(rule, current, 'now')));
    changed.push(...perhaps.map((rule) => change(rule, current, 'now')));
  }
  if (isOfAnotherKind(old.definition, current.definition)) {
    breaking.push(change(`${ruleKind(old)}_missing`, old, 'then'));
    return { breaking, changed };
  }
  const refused = signatureChanges(old.definition, current.definition);
  breaking.push(...refused.map((rule) => change(rule, current, 'now')));
  if (refused.length === 0 && signatureOf(old.definition) !== signatureOf(current.definition))
    changed.push(change('signature_changed', current, 'now'));
  return { breaking, changed };
}

const types: ReadonlySet<string> = new Set(['struct', 'enum', 'union', 'trait']);

/** A struct that is an enum now; an alias may stand for what there was. */
const isOfAnotherKind = (old: Definition, now: Definition): boolean =>
  old.kind !== now.kind && types.has(old.kind) && types.has(now.kind);

const ownerKey = ({ kind, name }: Definition, item: string): string => `${kind} ${name} ${item}`;

/** What is new can break, too: a variant that a match misses, a field that a literal misses, an item that an implementor misses. */
function additions(current: PublicItem, owners: ReadonlyMap<string, PublicItem>): ApiChange[] {
  const { definition } = current;
  const { parent } = definition;
  const owner =
    parent === undefined ? undefined : owners.get(ownerKey(parent, current.item.slice(0, -definition.name.length - 2)));
  if (parent === undefined || owner === undefined) return [];
  const open = parent.attributes.some(({ path }) => path === 'non_exhaustive');
  if (definition.kind === 'variant' && !open) return [change('enum_variant_added', current, 'now')];
  if (
    definition.kind === 'field' &&
    !open &&
    parent.members.every(({ kind, visible }) => kind !== 'field' || visible === everywhere)
  )
    return [change('constructible_struct_adds_field', current, 'now')];
  const required =
    definition.item('function')?.body === undefined &&
    definition.item('type-alias')?.type === undefined &&
    definition.item('constant')?.value === undefined;
  return parent.kind === 'trait' && required ? [change('trait_required_item_added', current, 'now')] : [];
}

/** The declaration without attributes, comments, white space and body. */
function signatureOf(definition: Definition): string {
  const { source, node } = definition;
  const body = definition.item('function')?.body;
  const { kind } = definition;
  if (kind === 'module' || kind === 'macro') return '';
  if (kind === 'struct' || kind === 'enum' || kind === 'trait' || kind === 'union') return header(definition);
  const to = body === undefined ? node.tokens.to : body.from - 1;
  return tokensText(
    source,
    node.tokens.from,
    kind === 'constant' || kind === 'static' ? endOfType(definition, to) : to,
  );
}

function endOfType(definition: Definition, to: number): number {
  const value = definition.item('constant')?.value ?? definition.item('static')?.value;
  return value === undefined ? to : value.from;
}

/** Name, generics and bounds; members are items of their own. */
function header({ source, node }: Definition): string {
  const { kind } = source.tokens;
  let to = node.tokens.from;
  while (to < node.tokens.to && kind[to] !== 123 && kind[to] !== 59 && kind[to] !== 40) to++;
  return tokensText(source, node.tokens.from, to);
}

function tokensText(source: Definition['source'], from: number, to: number): string {
  const words: string[] = [];
  for (let token = from; token < to; token++) words.push(source.tokenText(token));
  return words.join(' ').replace(/ ,(?= [)>\]])/g, '');
}

/** Everything that another crate can write to name an item of a module, re-exports included. */
const nameablePaths = memo((model: CrateModel): ReadonlySet<string> => {
  const modules = model.modules().filter((module) => model.isExported(module) && !module.hidden);
  return new Set(
    modules.flatMap((module) => {
      const outer = module.parent === undefined ? model.input.name : model.exportedPath(module);
      if (outer === undefined || module.scope === undefined) return [];
      return [...module.scope.names].flatMap(([name, bindings]) =>
        bindings.some((binding) => binding?.visible === everywhere && !binding.import?.definition.hidden)
          ? [`${outer}::${name}`]
          : [],
      );
    }),
  );
});
