/**
 * The events that a crate defines: variants of enums called …Event, implementors of an event trait, and structs of an
 * `events` module that state a fact. What wraps them carries for them: envelopes, and metadata in fields of their own.
 */
import { fact } from '../../fact.ts';
import { memo } from '../collections/memo.ts';
import type { CodePlace, CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { Attribute } from '../rust/syntax.ts';
import { declaredType } from '../rust-bodies/declared-fields.ts';
import { valueType } from '../rust-bodies/value-types.ts';
import { envelopesOf } from './envelopes.ts';
import { type EventField, fieldsOf, ownTypesIn } from './event-fields.ts';
import { eventTrait, implementedTraits } from './event-traits.ts';
import { isPastTense } from './tense.ts';

export interface EventType extends CodePlace {
  readonly name: string;
  readonly item: string;
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
  /(?:Envelope|Metadata|Stream|Store|Handler|Bus|Publisher|Subscriber|Identity|Filter|Config|Error|Status|Builder|Id|Type|Kind|Query|Result|Projection|Repository|Registry|Processor|Listener|Context|Options|State|Stats|Service|Factory|Dispatcher|Router|Loop|Writer|Reader|Queue|Serializer|Deserializer|Encoder|Decoder|Formatter|Parser|Mapper|Validator|Visitor|Iterator|Emitter|Consumer|Producer|Sender|Receiver)$/;

/** `OrderEvent`, and `OrderEventV2`, which is a form of it. */
const calledEvent = /[a-z]Event(?:V\d+)?$/;
const calledEvents = /[a-z]Events?(?:V\d+)?$/;

export const eventTypes = memo(findEventTypes);

function findEventTypes(model: CrateModel): readonly EventType[] {
  const implementors = implementorsOf(model);
  const enums = model.definitions.filter(
    (one) => one.kind === 'enum' && isShipped(one) && (calledEvents.test(one.name) || implementors.has(one)),
  );
  const variants = enums.flatMap((one) =>
    variantsOf(one).map((variant) => ({ owner: one, variant, content: contentOf(model, variant) })),
  );
  // A variant that only wraps another enum of events is judged by that enum's variants.
  const outer = new Map(variants.flatMap(({ owner, content }) => (isEnum(content) ? [[content, owner] as const] : [])));
  const roots = new Set<Definition>(enums);
  const contents = variants.filter(
    ({ owner, content }) => !isEnum(content) || content === owner || !roots.has(content),
  );
  const insides = new Set(contents.flatMap(({ content }) => content ?? []));
  const records = fact(() => recordFields(model));
  const structs = model.definitions.filter(
    (one) =>
      one.kind === 'struct' &&
      isShipped(one) &&
      !insides.has(one) &&
      (implementors.has(one) ||
        (isInEvents(one) && statesFact(one) && (!records().has(one) || calledEvent.test(one.name)))),
  );
  const own = envelopesOf(model, new Set<Definition>([...enums, ...structs]), insides);
  const envelopes = (event: Definition, content?: Definition): readonly EventField[] => {
    const around = outer.get(event);
    const wrapped = [event, content, around === event ? undefined : around].filter((one) => one !== undefined);
    const carried = [...new Set(wrapped)].map(own).filter(({ length }) => length > 0);
    // Lists that events share stay one.
    return carried.length === 1 ? carried[0]! : carried.flat();
  };
  return [
    ...contents.map(({ owner, variant, content }) =>
      describe(
        model,
        variant,
        content === undefined ? [owner] : [owner, content],
        content ?? variant,
        envelopes(owner, content),
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
    fields: fieldsOf(model, holder),
    carried,
  };
}

const isEnum = (content: Definition | undefined): content is Definition => content?.kind === 'enum';

const variantsOf = (type: Definition): readonly Definition[] => type.members.filter(({ kind }) => kind === 'variant');

/** Not behind a `mod tests` that ships by mistake, nor declared in a function. */
const isShipped = (definition: Definition): boolean => !definition.inBody;

/** Types that implement an event trait, with the traits. */
function implementorsOf(model: CrateModel): ReadonlySet<Definition> {
  const found = [...implementedTraits(model)].filter(([, traits]) =>
    [...traits.values()].some((name) => eventTrait.test(name)),
  );
  return new Set(found.map(([type]) => type));
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
  (isPastTense(name) || (calledEvent.test(name) && !attributes.some(isRow))) &&
  attributes.some(
    ({ path, list }) => path === 'derive' && list.some((meta) => /(?:^|::)(?:Serialize|Clone|Debug)$/.test(meta.path)),
  );

/** A row of a table is how a store keeps events, whichever they are. */
const isRow = ({ path, list }: Attribute): boolean =>
  path === 'derive' && list.some((meta) => /(?:^|::)(?:FromRow|Queryable|Insertable)$/.test(meta.path));

/** The one own struct that a tuple variant wraps. */
function contentOf(model: CrateModel, variant: Definition): Definition | undefined {
  const fields = variant.members.filter(({ kind }) => kind === 'field');
  const [only] = fields;
  if (fields.length !== 1 || only?.name !== '0') return undefined;
  const type = declaredType(only);
  const found = type === undefined ? undefined : valueType(model, type, only);
  return found?.kind === 'own' && (found.definition.kind === 'struct' || found.definition.kind === 'enum')
    ? found.definition
    : undefined;
}

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
