/**
 * What wraps events and carries for them. An envelope of one event type carries for that type alone; one whose content is
 * open carries for the events that implement its bound, and for those that the code can be seen to put into it.
 */
import { grouped } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { Bound, Type } from '../rust/syntax.ts';
import { declaredType } from '../rust-bodies/declared-fields.ts';
import { Carriers } from './carriers.ts';
import { type EventField, ownTypesIn, writtenFields } from './event-fields.ts';
import { EventFlow } from './event-flow.ts';
import { eventBounds, eventTrait, traitAt } from './event-traits.ts';

export interface Envelope {
  readonly struct: Definition;
  /** Event types that a field of it is declared to hold. */
  readonly holds: ReadonlySet<Definition>;
  /** Keys of traits that its content has to implement. */
  readonly bounds: ReadonlySet<string>;
  /** Associated types of such traits that a field of it is declared to hold. */
  readonly projections: readonly Projection[];
  /** Its content may be anything: a parameter without such a bound, JSON, bytes. */
  readonly open: boolean;
}

/** What `A::Event` may be: that type of every impl of the traits that `A` is bound to. */
interface Projection {
  readonly key: string;
  readonly types: ReadonlySet<Definition>;
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
): (event: Definition) => readonly EventField[] {
  const structs = model.definitions.filter(
    ({ kind, inBody, name }) => kind === 'struct' && !inBody && !keeper.test(name),
  );
  const envelopes = structs
    .map((struct) => envelopeAt(model, struct, roots))
    .filter(
      ({ holds, bounds, projections, open }) => holds.size > 0 || bounds.size > 0 || projections.length > 0 || open,
    );
  const open = new Set(envelopes.flatMap(({ struct, open }) => (open ? [struct] : [])));
  const flow = open.size === 0 ? undefined : new EventFlow(model, open, new Set([...roots, ...contents]));
  const carriers = new Carriers(model, envelopes, roots, (struct) => flow?.into(struct) ?? new Set());
  return (event) => carriers.fieldsAround(event);
}

function envelopeAt(model: CrateModel, struct: Definition, roots: ReadonlySet<Definition>): Envelope {
  const fields = writtenFields(struct);
  const projected = fields
    .flatMap((field) => projectionsIn(model, struct, field))
    .filter(({ types }) => types.size > 0);
  const projections = projected.filter(({ types }) => [...types].some((type) => roots.has(type)));
  const single = fields.filter((field) => !holdsMany(field)).flatMap((field) => ownTypesIn(model, field));
  const holds = new Set(single.filter((type) => roots.has(type)));
  const held = paramsOf(struct).filter(({ name }) => fields.some((field) => holdsParam(field, name)));
  const asked = held
    .flatMap(({ bounds }) => eventBounds(model, bounds, struct))
    .filter(({ name }) => eventTrait.test(name));
  const isNamed = /Envelope$/.test(struct.name);
  const payloads = isNamed ? fields.filter((field) => holdsAny(model, field)) : [];
  const objects = payloads.flatMap((field) => objectBounds(model, field));
  const bounds = new Set([...asked, ...objects].map(({ key }) => key));
  const open = payloads.length > 0 && bounds.size === 0 && projected.length === 0;
  return { struct, holds, bounds, projections, open };
}

/** A journal or a batch has one version and one time, and many events. */
function holdsMany(field: Definition): boolean {
  const type = declaredType(field);
  const name = type?.kind === 'path' ? type.path.segments.at(-1)?.name : undefined;
  return /^(?:slice|array)$/.test(type?.kind ?? '') || many.test(name ?? '');
}

const many = /^(?:Vec|VecDeque|LinkedList|BinaryHeap|(?:Hash|BTree|Index)(?:Map|Set)|DashMap|SmallVec|ArrayVec)$/;

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
function projectionsIn(model: CrateModel, struct: Definition, field: Definition): Projection[] {
  const type = declaredType(field);
  if (type?.kind !== 'path') return [];
  const [first, second, more] = type.path.segments;
  const { qualified } = type;
  const param = qualified === undefined ? first?.name : firstName(qualified.type);
  const name = qualified === undefined ? second?.name : first?.name;
  const bounds = paramsOf(struct).find((one) => one.name === param)?.bounds;
  if (bounds === undefined || name === undefined || more !== undefined) return [];
  const keys = bounds.flatMap((bound) => (bound.kind === 'trait' ? [traitAt(model, bound.path, struct).key] : []));
  return [...new Set(keys)].map((key) => projectionOf(model)(key, name));
}

const implsByTrait = memo((model: CrateModel) =>
  grouped(model.collected.impls, (impl) => {
    const path = impl.item('impl')?.trait;
    return path === undefined ? undefined : traitAt(model, path, impl).key;
  }),
);

const projectionOf = memo((model: CrateModel) => {
  const known = new Map<string, Projection>();
  return (trait: string, name: string): Projection => {
    const key = `${trait} ${name}`;
    const impls = known.has(key) ? [] : (implsByTrait(model).get(trait) ?? []);
    const members = impls.flatMap((impl) => impl.members.filter((member) => member.name === name));
    const found = known.get(key) ?? { key, types: new Set(members.flatMap((member) => ownTypesIn(model, member))) };
    known.set(key, found);
    return found;
  };
});

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
