/** Fields of events and of what wraps them. */
import { type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import type { Type } from '../rust/syntax.ts';
import { declaredType } from '../rust-bodies/declared-fields.ts';
import { valueType } from '../rust-bodies/value-types.ts';

export interface EventField {
  readonly name: string;
  /** As written, and behind an alias what that stands for: `Option<Uuid>`. */
  readonly type: string;
  /** A struct of the crate, whose fields stand beside it. */
  readonly isOpened: boolean;
  readonly definition: Definition;
  /** Of an own struct that a field holds and that is not about the event itself: `order: Order`, not `metadata: EventMetadata`. */
  readonly isOfRecord: boolean;
}

/** Fields, and types of fields, that are about the event and not about what it tells of. */
const aboutEvent = /meta|header|envelope|identity|base|common|context|tracking|trace|info|event|message/i;

/** Own types that a field names, also inside `Vec<…>`. */
export function ownTypesIn(model: CrateModel, field: Definition): Definition[] {
  const type = declaredType(field);
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

/**
 * Fields of a struct or variant that reach who reads it; a struct of the crate in one of them, such as metadata, is opened.
 * What serde skips stays behind, and `()` or `PhantomData` say nothing.
 */
export function fieldsOf(model: CrateModel, holder: Definition): EventField[] {
  const fields: EventField[] = [];
  gather(model, { holder, depth: 0, isOfRecord: false }, { fields, opened: [new Map(), new Map()] });
  return fields;
}

interface Opening {
  readonly holder: Definition;
  readonly depth: number;
  readonly isOfRecord: boolean;
}

interface Gathered {
  readonly fields: EventField[];
  /**
   * Structs by the least depth that they were opened at, of events and of records apart: a hundred fields of one type
   * have its fields once.
   */
  readonly opened: readonly [Map<Definition, number>, Map<Definition, number>];
}

const deepest = 2;

function gather(model: CrateModel, { holder, depth, isOfRecord }: Opening, into: Gathered): void {
  const known = into.opened[isOfRecord ? 1 : 0];
  if ((known.get(holder) ?? Number.POSITIVE_INFINITY) <= depth) return;
  known.set(holder, depth);
  for (const definition of writtenFields(holder)) {
    const type = declaredType(definition);
    const text = type === undefined ? '' : typeText(model, type, definition);
    const found = type === undefined ? undefined : valueType(model, type, definition);
    const own = found?.kind === 'own' && found.definition.kind === 'struct' ? found.definition : undefined;
    const opened = depth < deepest && !/^(?:Option|Vec)\b/.test(text) ? own : undefined;
    const isRecord = isOfRecord || !(aboutEvent.test(definition.name) || aboutEvent.test(text));
    if (depth === 0 || definition.name !== '0')
      into.fields.push({ name: definition.name, type: text, isOpened: opened !== undefined, definition, isOfRecord });
    if (opened !== undefined) gather(model, { holder: opened, depth: depth + 1, isOfRecord: isRecord }, into);
  }
}

/** Fields that serde writes, and that hold something. */
export function writtenFields(holder: Definition): Definition[] {
  return holder.members.filter((member) => member.kind === 'field' && !isSkipped(member) && !isHollow(member));
}

const isSkipped = ({ attributes }: Definition): boolean =>
  attributes.some(
    ({ path, list }) => path === 'serde' && list.some((meta) => /^skip(?:_serializing)?$/.test(meta.path)),
  );

function isHollow(field: Definition): boolean {
  const type = declaredType(field);
  return type !== undefined && /^(?:\(\s*\)|(?:\w+::)*PhantomData\b)/.test(field.source.spanText(type.span));
}

const MAX_ALIASES = 8;

function typeText(model: CrateModel, type: Type, from: Definition, depth = 0): string {
  const written = from.source.spanText(type.span);
  if (type.kind !== 'path' || type.qualified !== undefined || depth > MAX_ALIASES) return written;
  const target = model.resolve(type.path.segments.map(({ name }) => name).join('::'), from);
  const alias = target === undefined || isExternal(target) ? undefined : target.item('type-alias')?.type;
  if (alias === undefined || target === undefined || isExternal(target)) return written;
  const behind = typeText(model, alias, target, depth + 1);
  // The alias's own name says what an id is of; only an Option behind it says more than that.
  return /^(?:\w+::)*Option\b|^bool$|^\(\s*\)$/.test(behind) ? behind : written;
}
