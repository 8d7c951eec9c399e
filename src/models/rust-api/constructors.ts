/** Public constructors and what stands beside them for what goes beyond a few arguments: api/builders. */
import { memo } from '../collections/memo.ts';
import type { CodePlace, CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { seeType, type WrittenType, written } from '../rust-bodies/seen-type.ts';
import { publicFunctions } from './fallible.ts';

export interface Constructor extends CodePlace {
  readonly item: string;
  readonly params: number;
  readonly options: number;
  /** What builds the type step by step; undefined when nothing does. */
  readonly builder: string | undefined;
}

const attributes: ReadonlySet<string> = new Set(['builder', 'bon::builder', 'bon']);
const derives: ReadonlySet<string> = new Set(['Builder', 'TypedBuilder']);

/** Associated public functions without `self` that give `Self`, or an Option or Result of it. */
export function constructors(model: CrateModel): Constructor[] {
  return publicFunctions(model).flatMap(({ definition, item, path, line, column, signature }) => {
    const { parent } = definition;
    if (signature.self !== undefined || signature.output === undefined || parent?.kind !== 'impl') return [];
    const type = model.selfTypeOf(parent);
    if (type === undefined || !givesType(model, written(signature.output, definition), type)) return [];
    const options = signature.params.filter(
      (param) => param.type && isOption(model, written(param.type, definition)),
    ).length;
    const extra = Math.max(signature.params.length - 4, options - 2);
    const builder = extra > 0 ? builderOf(model, type, definition, extra) : undefined;
    return [{ item, path, line, column, params: signature.params.length, options, builder }];
  });
}

/** Five parameters, or three that may be left out, are more than a call can be read with. */
export const isComplex = ({ params, options }: Constructor): boolean => params >= 5 || options >= 3;

function givesType(model: CrateModel, output: WrittenType, type: Definition): boolean {
  const { type: shape } = output;
  if (shape.kind === 'path' && shape.path.segments.length === 1 && shape.path.segments[0]?.name === 'Self') return true;
  const seen = seeType(model, output);
  if (seen.kind === 'own') return seen.definition === type;
  if (seen.kind !== 'foreign' || !/::(?:Option|Result)$/.test(seen.path)) return false;
  const [inner] = seen.args;
  return inner !== undefined && givesType(model, inner, type);
}

function isOption(model: CrateModel, given: WrittenType): boolean {
  const seen = seeType(model, given);
  return seen.kind === 'foreign' && seen.path.endsWith('option::Option');
}

const common: ReadonlySet<string> = new Set([
  ...['Clone', 'Copy', 'Debug', 'Default', 'Deserialize', 'Eq', 'Hash', 'Ord', 'PartialEq', 'PartialOrd', 'Serialize'],
]);

/** Nothing on it that may write methods. */
const onlyCommon = ({ attributes }: Definition): boolean =>
  attributes.every(
    ({ path, list, doc }) =>
      doc !== undefined ||
      ['allow', 'cfg', 'must_use', 'non_exhaustive', 'serde'].includes(path) ||
      (path === 'derive' && list.every((one) => common.has(one.path.split('::').at(-1) ?? ''))),
  );

/** The first of each name. */
const structsByName = memo((model: CrateModel): ReadonlyMap<string, Definition> => {
  const structs = model.definitions.filter(({ kind }) => kind === 'struct');
  return new Map(structs.reverse().map((one) => [one.name, one]));
});

/** Exported methods of a type by name, the first of each. */
const exportedMethods = memo((model: CrateModel) =>
  memo((type: Definition): ReadonlyMap<string, Definition> => {
    const methods = model
      .implsOf(type)
      .flatMap((impl) => impl.members)
      .filter((member) => member.kind === 'method' && model.isExported(member));
    return new Map(methods.reverse().map((one) => [one.name, one]));
  }),
);

function builderOf(model: CrateModel, type: Definition, maker: Definition, extra: number): string | undefined {
  const params = maker.item('function')?.signature.params ?? [];
  const parameters = params.flatMap(({ name }) => (name === undefined ? [] : [name]));
  if (maker.attributes.some(({ path }) => attributes.has(path))) return 'a generated builder';
  const derived = type.attributes
    .filter(({ path }) => path === 'derive')
    .flatMap(({ list }) => list.map(({ path }) => path));
  if (derived.some((path) => derives.has(path.split('::').at(-1) ?? ''))) return 'a derived builder';
  const named = structsByName(model).get(`${type.name}Builder`);
  // One without any method builds nothing.
  const builds =
    named !== undefined && model.implsOf(named).some((impl) => impl.members.some(({ kind }) => kind === 'method'));
  if (
    named !== undefined &&
    model.isReachable(named) &&
    (builds || (named.attributes.length > 0 && !onlyCommon(named)))
  )
    return model.pathOf(named);
  const names = exportedMethods(model)(type);
  const builder = names.get('builder');
  if (builder !== undefined) return model.pathOf(builder);
  const withers = parameters.filter((name) => names.has(`with_${name}`));
  return withers.length >= extra ? `${withers.length} with_… methods for its parameters` : undefined;
}
