/** The error types of a crate and how well they serve who handles them: api/error-enum. */
import { grouped } from '../collections/grouped.ts';
import type { CodePlace, CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { ownerType } from '../rust-bodies/callee.ts';
import { codeBodyOf } from '../rust-bodies/code-bodies.ts';
import { seeType, written } from '../rust-bodies/seen-type.ts';
import { identifiers } from '../rust-bodies/token-text.ts';
import { attributeMacro } from './attribute-macros.ts';
import { type Conversion, textConversions } from './conversions.ts';
import type { FallibleFunction } from './fallible.ts';

export interface ErrorType extends CodePlace {
  readonly definition: Definition;
  readonly item: string;
  readonly isError: boolean;
  /** An attribute macro of another crate that may implement Error and Debug. */
  readonly macro: string | undefined;
  readonly isDebug: boolean;
  /** Variants without a message of their own. */
  readonly speechless: readonly string[];
  /** Has variants, and each is a catch-all. */
  readonly onlyCatchAlls: boolean;
  readonly keepsSource: boolean;
  readonly conversions: readonly Conversion[];
}

const catchAll = /^(?:Other|Generic|Unknown|Internal|Misc|Custom|General|Any)(?:Error)?$/;

/**
 * Public types that implement Error, are called …Error, or come as the error of a public function. A generic struct that
 * is an error by its name alone (`HandleError<S, F>`) handles errors of others.
 */
export function errorTypes(model: CrateModel, fallible: readonly FallibleFunction[]): ErrorType[] {
  const returned = new Set(fallible.flatMap(({ type }) => (type === undefined ? [] : [type])));
  const kinds = ['enum', 'struct'];
  const types = model
    .publicTypes()
    .filter(({ definition }) => kinds.includes(definition.kind))
    .filter(
      ({ definition, traits }) =>
        isError(traits) ||
        returned.has(definition) ||
        (/[a-z]Error$|^Error$/.test(definition.name) && !(definition.kind === 'struct' && isGeneric(definition))),
    );
  const conversions = grouped(
    textConversions(model, new Set(types.map(({ definition }) => definition))),
    ({ into }) => into,
  );
  return types.map(({ definition, item, path, line, column, traits }) => ({
    definition,
    item,
    path,
    line,
    column,
    isError: isError(traits),
    macro: attributeMacro(model, definition),
    isDebug: traits.has('Debug'),
    speechless: speechless(model, definition, traits),
    onlyCatchAlls: variantsOf(definition).length > 0 && variantsOf(definition).every(({ name }) => catchAll.test(name)),
    keepsSource: keepsSource(model, definition),
    conversions: conversions.get(definition) ?? [],
  }));
}

/** `try_into_mut(self) -> Result<BytesMut, Self>`: what could not be used is given back. */
export function givesBack(model: CrateModel, { definition, type, error }: FallibleFunction): boolean {
  const signature = definition.item('function')?.signature;
  if (signature?.self?.kind === 'value' && (error === 'Self' || ownerType(model, definition) === type)) return true;
  if (type === undefined) return false;
  return (signature?.params ?? []).some((param) => {
    const given = param.type && seeType(model, written(param.type, definition));
    return given?.kind === 'own' && given.definition === type;
  });
}

const isGeneric = (type: Definition): boolean =>
  type.item('struct')?.generics.params.some(({ kind }) => kind === 'type') === true;

/** snafu's derive implements Error and Display under its own name. */
export const isError = (traits: ReadonlySet<string>): boolean => traits.has('Error') || traits.has('Snafu');

const variantsOf = (type: Definition): readonly Definition[] => type.members.filter(({ kind }) => kind === 'variant');

const has = (definition: Definition, ...paths: string[]): boolean =>
  definition.attributes.some(({ path }) => paths.includes(path));

/** A message comes from thiserror's or snafu's attribute, from a derived Display, or from a Display written by hand. */
function speechless(model: CrateModel, type: Definition, traits: ReadonlySet<string>): string[] {
  const display = model.implsOf(type).find((impl) => impl.item('impl')?.trait?.segments.at(-1)?.name === 'Display');
  const variants = variantsOf(type);
  if (display !== undefined) return unsaidBy(model, type, display);
  if (traits.has('Display') || traits.has('Snafu') || (has(type, 'error') && !isBlank(type))) return [];
  if (variants.length === 0) return [type.name];
  return variants
    .filter((variant) => !has(variant, 'error', 'display', 'snafu') || isBlank(variant))
    .map(({ name }) => name);
}

/** `#[error("")]`. */
const isBlank = ({ attributes }: Definition): boolean =>
  attributes.some(
    ({ path, args, source }) =>
      path === 'error' && args !== undefined && /^\s*""\s*,?\s*$/.test(source.rangeText(args)),
  );

/**
 * Variants that a Display written by hand does not name, in its own code or in that of the type's methods that it calls. Where it
 * shows the value by Debug, or hands it to what is not seen, each has its message.
 */
function unsaidBy(model: CrateModel, type: Definition, display: Definition): string[] {
  const variants = variantsOf(type);
  const bodies = display.members.flatMap((method) => codeBodyOf(model, method)?.body ?? []);
  if (variants.length < 2 || bodies.length === 0) return [];
  const methods = new Map(model.implsOf(type).flatMap(({ members }) => members.map((one) => [one.name, one] as const)));
  const called = bodies.flatMap(({ calls }) => calls.flatMap(({ kind, name }) => (kind === 'method' ? [name] : [])));
  const own = called.flatMap((name) => methods.get(name) ?? []);
  const all = [...bodies, ...own.flatMap((method) => codeBodyOf(model, method)?.body ?? [])];
  const shown = bodies.some(({ strings }) => strings.some(({ value }) => /\{[^{}]*:#?\?\}/.test(value)));
  const elsewhere = called.some((name) => !methods.has(name) && !formatting.has(name));
  const names = new Set(all.flatMap(({ source, range }) => [...identifiers(source, range)]));
  const unsaid = variants.filter(({ name }) => !names.has(name)).map(({ name }) => name);
  return shown || (elsewhere && unsaid.length === variants.length) ? [] : unsaid;
}

/** Methods of a formatter and of text, which say nothing of the value. */
const formatting: ReadonlySet<string> = new Set(['write_str', 'write_fmt', 'write_char', 'pad', 'to_string', 'as_str']);

function keepsSource(model: CrateModel, type: Definition): boolean {
  const holders = [type, ...variantsOf(type)];
  const fields = holders.flatMap(({ members }) => members.filter(({ kind }) => kind === 'field'));
  if (fields.some((field) => has(field, 'from', 'source') || field.name === 'source')) return true;
  if (
    holders.some((holder) =>
      holder.attributes.some(({ path, list }) => path === 'error' && list.some((meta) => meta.path === 'transparent')),
    )
  )
    return true;
  return model
    .implsOf(type)
    .some(
      (impl) =>
        impl.item('impl')?.trait?.segments.at(-1)?.name === 'Error' &&
        impl.members.some(({ name }) => name === 'source' || name === 'cause'),
    );
}
