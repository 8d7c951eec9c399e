/** What CIM asks of every event: events/standard, events/correlation, events/versioning. */
import { memo } from '../collections/memo.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { ownerType } from '../rust-bodies/callee.ts';
import type { EventField } from './event-fields.ts';
import type { EventType } from './event-types.ts';
import { isPastTense } from './tense.ts';

/** What the fields of a list have, asked once for all events that share what their envelopes carry. */
class FieldList {
  readonly #fields: readonly EventField[];
  readonly #first = new Map<(field: EventField) => boolean, { readonly field: EventField | undefined }>();

  constructor(fields: readonly EventField[]) {
    this.#fields = fields;
  }

  find(is: (field: EventField) => boolean): EventField | undefined {
    let known = this.#first.get(is);
    if (known === undefined) {
      known = { field: this.#fields.find(is) };
      this.#first.set(is, known);
    }
    return known.field;
  }
}

const listOf = memo((fields: readonly EventField[]) => new FieldList(fields));

/** The first field of an event, or else of what wraps it, for which something holds. */
const fieldOf = ({ fields, carried }: EventType, is: (field: EventField) => boolean): EventField | undefined =>
  listOf(fields).find(is) ?? listOf(carried).find(is);

const isOptional = ({ type }: EventField): boolean => /^(?:(?:std|core)::option::)?Option\b/.test(type);

/** Another crate's identity of a message carries its own id, the correlation's and the cause's; of one of this crate its fields tell. */
const isIdentity = ({ type, isOpened }: EventField): boolean => !isOpened && /\bMessageIdentity\b/.test(type);

const isId = (field: EventField): boolean =>
  !isOptional(field) &&
  (/^event_?id$/.test(field.name) ||
    (field.name === 'message_id' && !answersAnother.test(docOf(field.definition))) ||
    /\bEventId\b/.test(field.type) ||
    isIdentity(field) ||
    // the id of a comment that was added is the comment's
    (!field.isOfRecord && isBareId(field) && entityOf(field) === undefined));

const isBareId = ({ name }: EventField): boolean => /^(?:id|uuid|eid)$/.test(name);

/** Of "the message ID this is a response to". */
const answersAnother = /\b(?:respon\w+|repl(?:y|ies|ied)|answer\w*) to\b/i;

/** What an id of the type belongs to, `Configuration` of `ConfigurationId`; undefined for the event itself, and for types of any id. */
function entityOf({ type }: EventField): string | undefined {
  const owner = /([A-Z]\w*)Id$/.exec(type)?.[1];
  const isOwn = owner === undefined || /^(?:Uu|Ul|Cu|Object|Unique|Global)$|Event|Message|Envelope|Meta/.test(owner);
  return isOwn || isPastTense(owner) ? undefined : owner;
}

const isTime = (field: EventField): boolean =>
  !isOptional(field) &&
  !/^bool$|\b(?:Uuid|Ulid)$/.test(field.type) &&
  (/(?:^|_)(?:time|timestamp|at|on|occurred|date|when)$/.test(field.name) ||
    /\b(?:DateTime|OffsetDateTime|SystemTime|NaiveDateTime|PrimitiveDateTime|Timestamp)\b/.test(field.type));

const notAggregate =
  /^(?:event|message|correlation|causation|request|command|trace|span|session|user|actor|tenant|node|reply)_?id$/;

const isAggregateId = (field: EventField): boolean =>
  !isOptional(field) &&
  ((/_id$/.test(field.name) && !notAggregate.test(field.name)) || (isBareId(field) && entityOf(field) !== undefined)) &&
  !/\b(?:CorrelationId|CausationId|EventId)\b/.test(field.type);

/** The crate has aggregates: a type, trait or module of that name, an id of one, or a type that its own events change. */
export function hasAggregates(model: CrateModel, events: readonly EventType[]): boolean {
  const names = new Set(events.flatMap(({ name, shapes }) => [name, ...shapes.map((shape) => shape.name)]));
  return model.definitions.some(
    (one) =>
      (/^Aggregate|Aggregate(?:Root)?$/.test(one.name) && one.kind !== 'import') ||
      (one.kind === 'module' && /^aggregates?$/.test(one.name)) ||
      (one.kind === 'field' && one.name === 'aggregate_id') ||
      (one.kind === 'method' && appliesEvent(model, one, names)),
  );
}

/** Views are changed by events, too, and are no aggregates. */
const view =
  /(?:Projections?|Projector|View|ReadModel|Index|Stats|Statistics|Metrics|Cache|Log|Store|Handler|Listener|Subscriber|Builder)$/;

/** `fn apply(&mut self, event: &OrderEvent)`. */
function appliesEvent(model: CrateModel, method: Definition, events: ReadonlySet<string>): boolean {
  const signature = /^apply(?:_event)?$/.test(method.name) ? method.item('function')?.signature : undefined;
  if (signature?.self === undefined || view.test(ownerType(model, method)?.name ?? 'View')) return false;
  return signature.params.some(({ type }) =>
    (type === undefined ? [] : (method.source.spanText(type.span).match(/\w+/g) ?? [])).some((word) =>
      events.has(word),
    ),
  );
}

/** @returns what an event lacks, in words; empty when it follows the standard */
export function lacks(event: EventType, aggregates: boolean): string[] {
  return [
    ...(isPastTense(event.name) ? [] : ['its name is not in the past tense']),
    ...(event.shapes.every(isSerializable) ? [] : ['it is not serializable both ways']),
    ...(fieldOf(event, isId) ? [] : ['no id']),
    ...(fieldOf(event, isTime) ? [] : ['no time']),
    ...(aggregates && !fieldOf(event, isAggregateId) ? ['no id of its aggregate'] : []),
  ];
}

function isSerializable(shape: Definition): boolean {
  const derived = shape.attributes
    .filter(({ path }) => path === 'derive')
    .flatMap(({ list }) => list.map(({ path }) => path.split('::').at(-1)));
  return derived.includes('Serialize') && derived.includes('Deserialize');
}

const tracks =
  (id: string) =>
  ({ name, type }: EventField): boolean =>
    type !== 'bool' && (name.startsWith(id) || type.toLowerCase().includes(`${id}id`));

const trackingIds = (['correlation', 'causation'] as const).map((id) => ({ id, tracks: tracks(id) }));

/** Which of the two ids are missing. */
export function untracked(event: EventType): string[] {
  if (fieldOf(event, isIdentity)) return [];
  return trackingIds.filter(({ tracks }) => !fieldOf(event, tracks)).map(({ id }) => id);
}

/** The fields in which an event carries the ids of its conversation and its cause, and the types that they are of. */
export function tracking(event: EventType): string {
  const identity = fieldOf(event, isIdentity);
  const found = identity === undefined ? trackingIds.map(({ tracks }) => fieldOf(event, tracks)) : [identity];
  const names = found.flatMap((field) =>
    field === undefined ? [] : [`${field.definition.parent?.name ?? ''}.${field.name}`],
  );
  return names.join(', ');
}

/** What says which form an event has; undefined when nothing does. */
export function versionOf(event: EventType): string | undefined {
  // A capital before it makes it another name: IPV6.
  if (/[a-z0-9]V\d+$/.test(event.name)) return `its name, ${event.name}`;
  const own = event.fields.find(({ name }) => /^(?:schema|event|payload|format)_version$/.test(name));
  return (own ?? listOf(event.carried).find(isVersion))?.name;
}

const isVersion = ({ name, type, definition }: EventField): boolean =>
  /^(?:(?:schema|event|payload|format)_)?version$/.test(name) &&
  !/aggregate|sequence|revision|stream/i.test(`${type} ${docOf(definition)}`);

function docOf({ attributes }: Definition): string {
  return attributes.map(({ doc }) => doc?.text ?? '').join(' ');
}
