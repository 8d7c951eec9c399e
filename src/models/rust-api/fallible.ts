/** Public functions that can fail, and with what: the families that structure/error-handling and api/error-types speak of. */
import { memo } from '../collections/memo.ts';
import type { CodePlace, CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { awaited, type SeenType, seeType, type WrittenType, written } from '../rust-bodies/seen-type.ts';
import { aliasName, foreignResults } from './foreign-results.ts';

export type ErrorFamily =
  /** A type of this crate that implements Error. */
  | 'own'
  /** A type of this crate that does not. */
  | 'own-plain'
  /** Of std or a dependency. */
  | 'foreign'
  | 'text'
  | 'unit'
  /** `Box<dyn Error>` or `anyhow::Error` and its like. */
  | 'erased'
  /** The caller or the implementor chooses it. */
  | 'generic'
  | 'unknown';

export interface FallibleFunction extends CodePlace {
  readonly definition: Definition;
  /** Full path: `cim_domain::cid::generate_cid`. */
  readonly item: string;
  readonly family: ErrorFamily;
  /** The error type as it is written, or as the alias has it. */
  readonly error: string;
  /** The own error type. */
  readonly type: Definition | undefined;
}

const results: ReadonlySet<string> = new Set(['std::result::Result', 'core::result::Result']);

/** What may hold a Result, for a call that may not be over. */
const perhaps: ReadonlySet<string> = new Set([
  ...['std::option::Option', 'core::option::Option', 'std::task::Poll', 'core::task::Poll'],
]);

/** Results whose error their crate has already chosen, by the path of the alias. */
const knownAliases: Readonly<Record<string, ErrorFamily>> = {
  'anyhow::Result': 'erased',
  'eyre::Result': 'erased',
  'color_eyre::Result': 'erased',
  'color_eyre::eyre::Result': 'erased',
  'std::io::Result': 'foreign',
  'core::fmt::Result': 'foreign',
  'std::fmt::Result': 'foreign',
};

const erased: ReadonlySet<string> = new Set([
  'anyhow::Error',
  'eyre::Report',
  'eyre::Error',
  'color_eyre::Report',
  'color_eyre::eyre::Report',
]);

const texts: ReadonlySet<string> = new Set([
  'std::string::String',
  'alloc::string::String',
  'primitive::str',
  'std::borrow::Cow',
  'alloc::borrow::Cow',
]);

/** Public functions, methods and methods of public traits; implementations of traits follow their trait and are left out here. */
export const publicFunctions = memo((model: CrateModel) =>
  model
    .publicItems()
    .filter(({ definition, hidden }) => !hidden && definition.item('function') !== undefined)
    .map((item) => ({ ...item, signature: item.definition.item('function')!.signature })),
);

export const fallibleFunctions = memo((model: CrateModel): readonly FallibleFunction[] => [
  ...declaredToFail(model),
  ...chosenToFail(model),
]);

const declaredToFail = (model: CrateModel): FallibleFunction[] =>
  publicFunctions(model).flatMap(({ definition, item, path, line, column, signature }) => {
    if (signature.output === undefined) return [];
    const error = errorOf(model, written(signature.output, definition));
    if (error === undefined) return [];
    return [{ definition, item, path, line, column, ...error }];
  });

const poor: ReadonlySet<ErrorFamily> = new Set(['text', 'unit', 'erased']);

/**
 * Implementations of traits that leave the error to the implementor (`FromStr::Err`, `TryFrom::Error`), where a public type chooses
 * text, nothing or an erased one.
 */
function chosenToFail(model: CrateModel): FallibleFunction[] {
  if (!model.collected.impls.some((impl) => model.isNew(impl))) return [];
  const all = model.publicTypes().flatMap(({ definition }) => model.implsOf(definition));
  const impls = all.filter((impl) => model.isNew(impl));
  return impls.flatMap((impl) => {
    const chosen = impl.members.filter(({ kind, name }) => kind === 'associated-type' && /(?:Err|Error)$/.test(name));
    return chosen.flatMap((associated): FallibleFunction[] => {
      const type = associated.item('type-alias')?.type;
      if (type === undefined) return [];
      const error = written(type, impl);
      const family = familyOf(model, seeType(model, error));
      const method = poor.has(family)
        ? impl.members.find((one) => failsWith(model, one, associated.name, family))
        : undefined;
      if (method === undefined) return [];
      const { path, line, column } = model.placeOf(method);
      return [
        {
          definition: method,
          item: model.pathOf(method),
          path,
          line,
          column,
          family,
          error: textOf(error),
          type: undefined,
        },
      ];
    });
  });
}

/** Whether a method gives a Result with `Self::Err`, or with what stands for it. */
function failsWith(model: CrateModel, method: Definition, name: string, family: ErrorFamily): boolean {
  const output = method.item('function')?.signature.output;
  if (output === undefined) return false;
  const seen = seeType(model, awaited(model, written(output, method)));
  const [, error] = seen.kind === 'foreign' && results.has(seen.path) ? seen.args : [];
  if (error === undefined) return false;
  const { type } = error;
  const names = type.kind === 'path' ? type.path.segments.map((segment) => segment.name) : [];
  if (names[0] === 'Self' || (type.kind === 'path' && type.qualified !== undefined)) return names.at(-1) === name;
  return familyOf(model, seeType(model, error)) === family;
}

/** @returns undefined when the type is no Result */
function errorOf(
  model: CrateModel,
  output: WrittenType,
): Pick<FallibleFunction, 'family' | 'error' | 'type'> | undefined {
  const seen = seeType(model, awaited(model, output));
  const alias = aliasName(seen);
  const family = alias === undefined ? undefined : foreignResults(model).get(alias);
  if (family !== undefined) return { family, error: alias!, type: undefined };
  if (seen.kind !== 'foreign') return undefined;
  const [first, error] = seen.args;
  if (perhaps.has(seen.path)) return first === undefined ? undefined : errorOf(model, first);
  const known = knownAliases[seen.path];
  if (known !== undefined && error === undefined) return { family: known, error: seen.path, type: undefined };
  if (!results.has(seen.path) && known === undefined) {
    // `serde_json::Result`, `io::Result` under another crate: a dependency's own alias.
    const isAlias = seen.path.endsWith('::Result') && seen.args.length <= 1;
    return isAlias ? { family: 'foreign', error: seen.path, type: undefined } : undefined;
  }
  if (error === undefined) return { family: 'unknown', error: seen.path, type: undefined };
  const errorType = seeType(model, error);
  return {
    family: familyOf(model, errorType),
    error: textOf(error),
    type: errorType.kind === 'own' ? errorType.definition : undefined,
  };
}

const textOf = ({ type, from }: WrittenType): string => from.source.spanText(type.span);

function familyOf(model: CrateModel, seen: SeenType): ErrorFamily {
  switch (seen.kind) {
    case 'own':
      return seen.definition.kind === 'trait' || seen.definition.kind === 'associated-type'
        ? 'generic'
        : model.traitsOf(seen.definition).has('Error')
          ? 'own'
          : 'own-plain';
    case 'foreign':
      return familyOfForeign(model, seen.path, seen.args);
    case 'shape':
      return familyOfShape(model, seen.written);
    default:
      return seen.kind;
  }
}

const pointers: ReadonlySet<string> = new Set(
  ['boxed::Box', 'rc::Rc', 'sync::Arc'].flatMap((path) => [`std::${path}`, `alloc::${path}`]),
);

function familyOfForeign(model: CrateModel, path: string, args: readonly WrittenType[]): ErrorFamily {
  if (erased.has(path)) return 'erased';
  if (texts.has(path)) return 'text';
  const [inner] = args;
  if (pointers.has(path) && inner !== undefined) {
    const { type } = inner;
    if (type.kind === 'dyn')
      return type.bounds.some((bound) => bound.kind === 'trait' && bound.path.segments.at(-1)?.name === 'Error')
        ? 'erased'
        : 'foreign';
    return familyOf(model, seeType(model, inner));
  }
  return 'foreign';
}

function familyOfShape(model: CrateModel, { type, from, bindings }: WrittenType): ErrorFamily {
  if (type.kind === 'tuple') return type.types.length === 0 ? 'unit' : 'foreign';
  if (type.kind === 'reference') return familyOf(model, seeType(model, { type: type.type, from, bindings }));
  if (type.kind === 'impl' || type.kind === 'dyn') return 'erased';
  return type.kind === 'error' ? 'unknown' : 'foreign';
}
