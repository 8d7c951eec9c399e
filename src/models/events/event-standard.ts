/** What CIM asks of every event: events/standard, events/correlation, events/versioning. */
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { EventField } from './event-fields.ts';
import type { EventType } from './event-types.ts';
import { isPastTense } from './tense.ts';

const all = ({ fields, carried }: EventType): readonly EventField[] => [...fields, ...carried];

const isOptional = ({ type }: EventField): boolean => /^(?:std::option::)?Option\b/.test(type);

/** An identity of a message carries its own id, the correlation's and the cause's, wherever it is defined. */
const isIdentity = ({ type }: EventField): boolean => /\bMessageIdentity\b/.test(type);

const isId = (field: EventField): boolean =>
  !isOptional(field) &&
  (/^(?:event_?id|message_id)$/.test(field.name) ||
    /\bEventId\b/.test(field.type) ||
    isIdentity(field) ||
    // the id of a comment that was added is the comment's
    (!field.isOfRecord && /^(?:id|uuid|eid)$/.test(field.name)));

const isTime = (field: EventField): boolean =>
  /(?:^|_)(?:time|timestamp|at|on|occurred|date|when)$/.test(field.name) ||
  /\b(?:DateTime|OffsetDateTime|SystemTime|NaiveDateTime|PrimitiveDateTime|Timestamp)\b/.test(field.type);

const notAggregate =
  /^(?:event|message|correlation|causation|request|command|trace|span|session|user|actor|tenant|node|reply)_?id$/;

const isAggregateId = (field: EventField): boolean =>
  !isOptional(field) &&
  /_id$/.test(field.name) &&
  !notAggregate.test(field.name) &&
  !/\b(?:CorrelationId|CausationId|EventId)\b/.test(field.type);

/** The crate has aggregates: a type, trait or module of that name, or an id of one. */
export function hasAggregates(model: CrateModel): boolean {
  return model.definitions.some(
    ({ kind, name }) =>
      (/^Aggregate|Aggregate(?:Root)?$/.test(name) && kind !== 'import') ||
      (kind === 'module' && /^aggregates?$/.test(name)) ||
      (kind === 'field' && name === 'aggregate_id'),
  );
}

/** @returns what an event lacks, in words; empty when it follows the standard */
export function lacks(event: EventType, aggregates: boolean): string[] {
  const fields = all(event);
  return [
    ...(isPastTense(event.name) ? [] : ['its name is not in the past tense']),
    ...(event.shapes.every(isSerializable) ? [] : ['it is not serializable both ways']),
    ...(fields.some(isId) ? [] : ['no id']),
    ...(fields.some(isTime) ? [] : ['no time']),
    ...(aggregates && !fields.some(isAggregateId) ? ['no id of its aggregate'] : []),
  ];
}

function isSerializable(shape: Definition): boolean {
  const derived = shape.attributes
    .filter(({ path }) => path === 'derive')
    .flatMap(({ list }) => list.map(({ path }) => path.split('::').at(-1)));
  return derived.includes('Serialize') && derived.includes('Deserialize');
}

const trackingIds = ['correlation', 'causation'] as const;

const tracks = ({ name, type }: EventField, id: string): boolean =>
  name.startsWith(id) || type.toLowerCase().includes(`${id}id`);

/** Which of the two ids are missing. */
export function untracked(event: EventType): string[] {
  const fields = all(event);
  if (fields.some(isIdentity)) return [];
  return trackingIds.filter((id) => !fields.some((field) => tracks(field, id)));
}

/** The fields in which an event carries the ids of its conversation and its cause, and the types that they are of. */
export function tracking(event: EventType): string {
  const fields = all(event);
  const identity = fields.find(isIdentity);
  const found =
    identity === undefined ? trackingIds.map((id) => fields.find((field) => tracks(field, id))) : [identity];
  const names = found.flatMap((field) =>
    field === undefined ? [] : [`${field.definition.parent?.name ?? ''}.${field.name}`],
  );
  return names.join(', ');
}

/** What says which form an event has; undefined when nothing does. */
export function versionOf(event: EventType): string | undefined {
  if (/V\d+$/.test(event.name)) return `its name, ${event.name}`;
  const own = event.fields.find(({ name }) => /^(?:schema|event|payload|format)_version$/.test(name));
  const carried = event.carried.find(
    ({ name, definition }) =>
      /^(?:(?:schema|event|payload|format)_)?version$/.test(name) &&
      !/aggregate|sequence|revision|stream/i.test(docOf(definition)),
  );
  return (own ?? carried)?.name;
}

function docOf({ attributes }: Definition): string {
  return attributes.map(({ doc }) => doc?.text ?? '').join(' ');
}
