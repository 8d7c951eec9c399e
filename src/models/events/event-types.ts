/**
 * The events that a crate defines: variants of enums called …Event, implementors of an event trait, and structs of an
 * `events` module that state a fact. What wraps them carries for them: envelopes, and metadata in fields of their own.
 */
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { Type } from '../rust/syntax.ts';
import { valueType } from '../rust-api/value-types.ts';
import { isPastTense } from './tense.ts';

export interface EventField {
  readonly name: string;
  /** As written: `Option<Uuid>`. */
  readonly type: string;
  readonly definition: Definition;
}

export interface EventType {
  readonly name: string;
  readonly item: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The variant or struct. */
  readonly definition: Definition;
  /** What serde has to be derived for: the enum and the struct it wraps. */
  readonly shapes: readonly Definition[];
  /** Its own fields, those of structs of the crate in them included. */
  readonly fields: readonly EventField[];
  /** Fields of the envelopes that wrap it. */
  readonly carried: readonly EventField[];
}

const helper =
  /(?:Envelope|Metadata|Stream|Store|Handler|Bus|Publisher|Subscriber|Identity|Filter|Config|Error|Status|Builder|Id|Type|Kind|Query|Result|Projection|Repository|Registry|Processor|Listener|Context|Options|State|Stats|Service|Factory|Dispatcher|Router|Loop|Writer|Reader|Queue)$/;
const eventTrait = /^(?:Domain)?Event$/;

export function eventTypes(model: CrateModel): EventType[] {
  const implementors = implementorsOf(model);
  const enums = model.definitions.filter(
    (one) => one.kind === 'enum' && isShipped(one) && (/[a-z]Events?$/.test(one.name) || implementors.has(one)),
  );
  const wrapped = new Set<Definition>();
  const variants = enums.flatMap((one) =>
    variantsOf(one).map((variant) => ({ owner: one, variant, content: contentOf(model, variant) })),
  );
  // A variant that only wraps another enum of events is judged by that enum's variants.
  const outer = new Map(variants.flatMap(({ owner, content }) => (isEnum(content) ? [[content, owner] as const] : [])));
  const contents = variants.filter(
    ({ owner, content }) => !isEnum(content) || content === owner || !enums.includes(content),
  );
  for (const { content } of contents) if (content !== undefined) wrapped.add(content);
  const records = recordFields(model);
  const structs = model.definitions.filter(
    (one) =>
      one.kind === 'struct' &&
      isShipped(one) &&
      !wrapped.has(one) &&
      (implementors.has(one) ||
        (isInEvents(one) && statesFact(one) && (!records.has(one) || /[a-z]Event$/.test(one.name)))),
  );
  const roots = new Set<Definition>([...enums, ...structs]);
  const own = envelopesOf(model, roots);
  const envelopes = (event: Definition): EventField[] => {
    const around = outer.get(event);
    return around === undefined || around === event ? own(event) : [...own(event), ...own(around)];
  };
  return [
    ...contents.map(({ owner, variant, content }) =>
      describe(
        model,
        variant,
        content === undefined ? [owner] : [owner, content],
        content ?? variant,
        envelopes(owner),
      ),
    ),
    ...structs.map((one) => describe(model, one, [one], one, envelopes(one))),
  ];
}

function describe(
  model: CrateModel,
  definition: Definition,
  shapes: readonly Definition[],
  holder: Definition,
  carried: readonly EventField[],
): EventType {
  const { path, line, column } = model.placeOf(definition);
  return {
    name: holder.kind === 'variant' ? definition.name : holder.name,
    item: model.pathOf(definition),
    path,
    line,
    column,
    definition,
    shapes,
    fields: fieldsOf(model, holder, 0),
    carried,
  };
}

const isEnum = (content: Definition | undefined): content is Definition => content?.kind === 'enum';

const variantsOf = (type: Definition): readonly Definition[] => type.members.filter(({ kind }) => kind === 'variant');

/** Not behind a `mod tests` that ships by mistake, nor declared in a function. */
const isShipped = (definition: Definition): boolean => !definition.inBody;

function implementorsOf(model: CrateModel): ReadonlySet<Definition> {
  const found = model.collected.impls.filter((impl) =>
    eventTrait.test(impl.item('impl')?.trait?.segments.at(-1)?.name ?? ''),
  );
  return new Set(found.map((impl) => model.selfTypeOf(impl)).filter((type) => type !== undefined));
}

function isInEvents(definition: Definition): boolean {
  for (let outer = definition.parent; outer !== undefined; outer = outer.parent)
    if (/^(?:domain_)?events?$/.test(outer.name)) return true;
  return false;
}

/** What is generic over its content is an envelope or a stream, not a fact. */
const isGeneric = (definition: Definition): boolean =>
  (definition.item('struct')?.generics?.params ?? []).some(({ kind }) => kind === 'type');

const statesFact = (definition: Definition): boolean => !isGeneric(definition) && isNamedAsFact(definition);

const isNamedAsFact = ({ name, attributes }: Definition): boolean =>
  !helper.test(name) &&
  (isPastTense(name) || /[a-z]Event$/.test(name)) &&
  attributes.some(
    ({ path, list }) => path === 'derive' && list.some((meta) => /(?:^|::)(?:Serialize|Clone|Debug)$/.test(meta.path)),
  );

/** The one own struct that a tuple variant wraps. */
function contentOf(model: CrateModel, variant: Definition): Definition | undefined {
  const fields = variant.members.filter(({ kind }) => kind === 'field');
  const [only] = fields;
  if (fields.length !== 1 || only?.name !== '0') return undefined;
  const type = typeOf(only);
  const found = type === undefined ? undefined : valueType(model, type, only);
  return found?.kind === 'own' && (found.definition.kind === 'struct' || found.definition.kind === 'enum')
    ? found.definition
    : undefined;
}

const typeOf = (field: Definition): Type | undefined => (field.node as { type?: Type }).type;

/** Own structs that are a field of another: plain records. */
function recordFields(model: CrateModel): ReadonlySet<Definition> {
  const found = new Set<Definition>();
  for (const field of model.definitions) {
    if (field.kind !== 'field' || field.parent?.kind === 'variant') continue;
    const own = ownTypesIn(model, field);
    for (const one of own) if (one !== field.parent && !/Envelope$/.test(field.parent?.name ?? '')) found.add(one);
  }
  return found;
}

/** Own types that a field names, also inside `Vec<…>`. */
function ownTypesIn(model: CrateModel, field: Definition): Definition[] {
  const type = typeOf(field);
  if (type === undefined) return [];
  const direct = valueType(model, type, field);
  if (direct?.kind === 'own') return [direct.definition];
  if (type.kind !== 'path') return [];
  const args = type.path.segments.at(-1)?.args;
  const inner = args?.kind === 'angle' ? args.args : [];
  return inner.flatMap((arg) => {
    const found = arg.kind === 'type' ? valueType(model, arg.type, field) : undefined;
    return found?.kind === 'own' ? [found.definition] : [];
  });
}

/** Fields of a struct or variant; a struct of the crate in one of them, such as metadata, is opened. */
function fieldsOf(model: CrateModel, holder: Definition, depth: number): EventField[] {
  const own = holder.members.filter(({ kind }) => kind === 'field');
  return own.flatMap((definition): EventField[] => {
    const type = typeOf(definition);
    const text = type === undefined ? '' : definition.source.text.slice(type.span.start, type.span.end);
    const found = type === undefined ? undefined : valueType(model, type, definition);
    const inner =
      found?.kind === 'own' && found.definition.kind === 'struct' && depth < 2 && !/^(?:Option|Vec)\b/.test(text)
        ? fieldsOf(model, found.definition, depth + 1)
        : [];
    return [{ name: definition.name, type: text, definition }, ...inner.filter(({ name }) => name !== '0')];
  });
}

/** Structs with a field of an event type, of a type parameter bound to an event trait, or called …Envelope with a payload. */
function envelopesOf(model: CrateModel, roots: ReadonlySet<Definition>): (event: Definition) => EventField[] {
  const structs = model.definitions.filter(
    ({ kind, inBody, name }) =>
      kind === 'struct' && !inBody && !/(?:Handler|Store|Bus|Publisher|Aggregate|State|Saga)$/.test(name),
  );
  const wrapping = structs.map((struct) => {
    const fields = struct.members.filter(({ kind }) => kind === 'field');
    const events = new Set(fields.flatMap((field) => ownTypesIn(model, field)).filter((type) => roots.has(type)));
    const bounded =
      genericEvent(struct) || (/Envelope$/.test(struct.name) && fields.some((field) => holdsAny(model, field)));
    return { struct, events, bounded };
  });
  return (event) =>
    wrapping
      .filter(({ struct, events, bounded }) => struct !== event && (events.has(event) || bounded))
      .flatMap(({ struct }) => fieldsOf(model, struct, 0).filter(({ definition }) => definition.parent !== event));
}

/** A payload of no type of the crate: a parameter, JSON, bytes, a trait object. One of the crate's types is carried for alone. */
function holdsAny(model: CrateModel, field: Definition): boolean {
  return (
    /^(?:event|payload|data|body)$/.test(field.name) && ownTypesIn(model, field).every(({ kind }) => kind === 'trait')
  );
}

function genericEvent(struct: Definition): boolean {
  const generics = struct.item('struct')?.generics;
  const bounds = [
    ...(generics?.params ?? []).flatMap((param) => (param.kind === 'type' ? param.bounds : [])),
    ...(generics?.where ?? []).flatMap((predicate) => predicate.bounds),
  ];
  return bounds.some((bound) => bound.kind === 'trait' && eventTrait.test(bound.path.segments.at(-1)?.name ?? ''));
}
