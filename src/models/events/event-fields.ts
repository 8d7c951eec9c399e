/** Fields of events and of what wraps them. */
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { declaredType } from '../rust-bodies/declared-fields.ts';
import { valueType } from '../rust-bodies/value-types.ts';

export interface EventField {
  readonly name: string;
  /** As written: `Option<Uuid>`. */
  readonly type: string;
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

/** Fields of a struct or variant; a struct of the crate in one of them, such as metadata, is opened. */
export function fieldsOf(model: CrateModel, holder: Definition, depth: number, isOfRecord = false): EventField[] {
  const own = holder.members.filter(({ kind }) => kind === 'field');
  return own.flatMap((definition): EventField[] => {
    const type = declaredType(definition);
    const text = type === undefined ? '' : definition.source.spanText(type.span);
    const found = type === undefined ? undefined : valueType(model, type, definition);
    const isRecord = isOfRecord || !(aboutEvent.test(definition.name) || aboutEvent.test(text));
    const inner =
      found?.kind === 'own' && found.definition.kind === 'struct' && depth < 2 && !/^(?:Option|Vec)\b/.test(text)
        ? fieldsOf(model, found.definition, depth + 1, isRecord)
        : [];
    return [{ name: definition.name, type: text, definition, isOfRecord }, ...inner.filter(({ name }) => name !== '0')];
  });
}
