/**
 * What wraps events and carries for them. An envelope of one event type carries for that type alone; one whose content is
 * open carries for the events that implement its bound, and for those that the code can be seen to put into it.
 */
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { Bound, Type } from '../rust/syntax.ts';
import { declaredType } from '../rust-bodies/declared-fields.ts';
import { type EventField, fieldsOf, ownTypesIn, writtenFields } from './event-fields.ts';
import { EventFlow } from './event-flow.ts';
import { eventBounds, eventTrait, implementedTraits, traitAt } from './event-traits.ts';

interface Envelope {
  readonly struct: Definition;
  /** Event types that a field of it is declared to hold. */
  readonly holds: ReadonlySet<Definition>;
  /** Keys of traits that its content has to implement. */
  readonly bounds: ReadonlySet<string>;
  /** Its content may be anything: a parameter without such a bound, JSON, bytes. */
  readonly open: boolean;
}

/** Fields that hold what an envelope is about. */
const contentName = /^(?:event|payload|data|body|content|message|inner|event_data)$/;

/** Structs that keep or handle events are no envelopes of them. */
const keeper = /(?:Handler|Store|Bus|Publisher|Aggregate|State|Saga)$/;

/**
 * @param roots enums and structs that are events
 * @param contents structs that an event's variant wraps: they can be put into an envelope, too
 * @returns the fields of the envelopes that an event goes into
 */
export function envelopesOf(
  model: CrateModel,
  roots: ReadonlySet<Definition>,
  contents: ReadonlySet<Definition>,
): (event: Definition) => EventField[] {
  const structs = model.definitions.filter(
    ({ kind, inBody, name }) => kind === 'struct' && !inBody && !keeper.test(name),
  );
  const envelopes = structs
    .map((struct) => envelopeAt(model, struct, roots))
    .filter(({ holds, bounds, open }) => holds.size > 0 || bounds.size > 0 || open);
  const open = new Set(envelopes.flatMap(({ struct, open }) => (open ? [struct] : [])));
  const flow = open.size === 0 ? undefined : new EventFlow(model, open, new Set([...roots, ...contents]));
  const traits = implementedTraits(model);
  const goesInto = (event: Definition, { struct, holds, bounds, open }: Envelope): boolean =>
    holds.has(event) ||
    [...bounds].some((key) => traits.get(event)?.has(key)) ||
    (open && flow?.into(struct).has(event) === true);
  return (event) =>
    envelopes
      .filter((envelope) => envelope.struct !== event && goesInto(event, envelope))
      .flatMap(({ struct }) => fieldsOf(model, struct, 0).filter(({ definition }) => definition.parent !== event));
}

function envelopeAt(model: CrateModel, struct: Definition, roots: ReadonlySet<Definition>): Envelope {
  const fields = writtenFields(struct);
  const projected = fields.flatMap((field) => projectedTypes(model, struct, field));
  const holds = new Set(
    [...fields.flatMap((field) => ownTypesIn(model, field)), ...projected].filter((type) => roots.has(type)),
  );
  const held = paramsOf(struct).filter(({ name }) => fields.some((field) => holdsParam(field, name)));
  const asked = held
    .flatMap(({ bounds }) => eventBounds(model, bounds, struct))
    .filter(({ name }) => eventTrait.test(name));
  const isNamed = /Envelope$/.test(struct.name);
  const payloads = isNamed ? fields.filter((field) => holdsAny(model, field)) : [];
  const objects = payloads.flatMap((field) => objectBounds(model, field));
  const bounds = new Set([...asked, ...objects].map(({ key }) => key));
  return { struct, holds, bounds, open: payloads.length > 0 && bounds.size === 0 && projected.length === 0 };
}

interface TypeParam {
  readonly name: string;
  readonly bounds: readonly Bound[];
}

/** Type parameters with their bounds, those of `where` included. */
function paramsOf(struct: Definition): TypeParam[] {
  const { params = [], where = [] } = struct.item('struct')?.generics ?? {};
  return params.flatMap((param) => {
    if (param.kind !== 'type') return [];
    const more = where.flatMap((one) => (one.kind === 'type' && firstName(one.type) === param.name ? one.bounds : []));
    return [{ name: param.name, bounds: [...param.bounds, ...more] }];
  });
}

const firstName = (type: Type): string | undefined =>
  type.kind === 'path' && type.qualified === undefined ? type.path.segments[0]?.name : undefined;

/** The content itself: `event: E`, `payload: Either<Cid, E>`; a table of what happens on an event holds none. */
function holdsParam(field: Definition, param: string): boolean {
  const type = declaredType(field);
  if (type === undefined) return false;
  const text = field.source.spanText(type.span);
  return contentName.test(field.name)
    ? new RegExp(`\\b${param}\\b`).test(text)
    : text.replace(/\b(?:Box|Arc|Rc|Option)\b|[<>\s&]/g, '') === param;
}

/** What `A::Event` stands for: that type of every impl of the traits that the parameter is bound to. */
function projectedTypes(model: CrateModel, struct: Definition, field: Definition): Definition[] {
  const type = declaredType(field);
  if (type?.kind !== 'path') return [];
  const [first, second, more] = type.path.segments;
  const { qualified } = type;
  const param = qualified === undefined ? first?.name : firstName(qualified.type);
  const name = qualified === undefined ? second?.name : first?.name;
  const bounds = paramsOf(struct).find((one) => one.name === param)?.bounds;
  if (bounds === undefined || name === undefined || more !== undefined) return [];
  const keys = bounds.flatMap((bound) => (bound.kind === 'trait' ? [traitAt(model, bound.path, struct).key] : []));
  return model.collected.impls.flatMap((impl) => {
    const path = impl.item('impl')?.trait;
    if (path === undefined || !keys.includes(traitAt(model, path, impl).key)) return [];
    return impl.members.filter((member) => member.name === name).flatMap((member) => ownTypesIn(model, member));
  });
}

/** A payload of no type of the crate: a parameter, JSON, bytes, a trait object. One of the crate's types is carried for alone. */
function holdsAny(model: CrateModel, field: Definition): boolean {
  return contentName.test(field.name) && ownTypesIn(model, field).every(({ kind }) => kind === 'trait');
}

/** The traits of `Box<dyn DomainEvent>`. */
function objectBounds(model: CrateModel, field: Definition): ReturnType<typeof eventBounds> {
  const found: Bound[] = [];
  const walk = (type: Type | undefined, depth: number): void => {
    if (type === undefined || depth > 6) return;
    if (type.kind === 'dyn' || type.kind === 'impl') found.push(...type.bounds);
    else if (type.kind === 'reference') walk(type.type, depth + 1);
    else if (type.kind === 'path') {
      const args = type.path.segments.at(-1)?.args;
      if (args?.kind === 'angle') for (const arg of args.args) if (arg.kind === 'type') walk(arg.type, depth + 1);
    }
  };
  walk(declaredType(field), 0);
  return eventBounds(model, found, field);
}
