/** How the ids of a cause are really filled where events and their envelopes are built: events/correlation. */
import { add } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { type CodeBody, codeBodies, type NotedPlace } from '../rust-bodies/code-bodies.ts';
import { Substrings } from '../text/substrings.ts';
import type { EventField } from './event-fields.ts';
import type { EventType } from './event-types.ts';
import { defaultedIds, type FilledId, filledInCrate, plainValue } from './filled-ids.ts';

const fresh =
  /^(?:Some\s*\(\s*)?(?:format\s*!\s*\(\s*"\{[^{}"]*\}"\s*,\s*)?(?:\w+::)*(?:Uuid|Ulid|CausationId|MessageId|EventId|CausationId\s*\(\s*Uuid)::(?:new_v4|new_v7|now_v7|new|random|generate)\s*\(/;
const own =
  /^(?:Some\s*\(\s*)?(?:CausationId\s*\(\s*)?&?(?:self\s*\.\s*)?(?:event_id|aggregate_id|id)\b(?!\s*\.\s*(?:parent|cause))/;
/** Values that hold nothing, whatever the field's type is. */
const empty =
  /^(?:None\b|(?:\w+::)*(?:default|nil)\s*\(\s*\)|String::new\s*\(\s*\)|(?:String::from\s*\(\s*)?""|(?:Some\s*\(\s*)?(?:\w+::)*nil\s*\()/;
const literal = /^(?:Some\s*\(\s*)?(?:String::from\s*\(\s*)?"/;

/** How the cause of events is filled. */
export interface Causes {
  /** Places with what is wrong there. */
  readonly wrong: NotedPlace[];
  /** Places where nothing is recorded, or not what caused it, which may be right for an event that nothing has caused. */
  readonly doubtful: NotedPlace[];
  readonly given: NotedPlace[];
}

/** Every place that fills the `causation_id` of an event or of an envelope. @param types those of `holders` */
export function causes(model: CrateModel, events: readonly EventType[], types: ReadonlySet<string>): Causes {
  const carrying = carriers(events);
  const wrong: NotedPlace[] = [];
  const fallback: NotedPlace[] = [];
  const given: NotedPlace[] = [];
  /** Where nothing is recorded, by whose literal it is. */
  const nothing = new Map<string, NotedPlace[]>();
  const recorded = new Set<string>();
  for (const { code, id } of filledInCrate(model, 'causation_id', types)) {
    const placed = (what: string): NotedPlace => ({ ...code.placeOf(id.token), what });
    const problem = problemOf(id);
    if (problem === undefined) recorded.add(id.type);
    if (problem !== undefined && empty.test(id.text)) add(nothing, id.type, placed(problem));
    else if (problem !== undefined) wrong.push(placed(problem));
    else if (fallsBack.test(id.text)) fallback.push(placed("causation_id falls back to the aggregate's id here"));
    else given.push(placed('causation_id is handed on here'));
  }
  for (const code of codeBodies(model)) {
    if (!/\.\./.test(code.body.source.rangeText(code.body.range))) continue;
    for (const { type, token } of defaultedIds(code, 'causation_id', carrying))
      add(nothing, type, { ...code.placeOf(token), what: 'causation_id is left to its default here' });
  }
  // Where others record a cause, what records none may be what nothing has caused: a person tells.
  const never = [...nothing].flatMap(([type, places]) => (recorded.has(type) ? [] : places));
  const isSomewhere = recorded.size > 0;
  return {
    wrong: isSomewhere ? wrong : [...wrong, ...never],
    doubtful: [...(isSomewhere ? never : []), ...fallback],
    given,
  };
}

/** `cause.unwrap_or(event.aggregate_id())`. */
const fallsBack = /\.\s*(?:unwrap_or|unwrap_or_else|or|or_else|map_or)\s*\([^,;]*\baggregate_id\b/;

/** Types whose literals may fill the ids of an event: itself, its shapes, what wraps it, and what it is stored as. */
export function holders(model: CrateModel, events: readonly EventType[]): ReadonlySet<string> {
  const found = new Set(events.flatMap(({ name, shapes }) => [name, ...shapes.map((shape) => shape.name)]));
  for (const { definition } of carriedBy(events)) found.add(definition.parent?.name ?? '');
  for (const { kind, name, members } of model.definitions) {
    if (kind !== 'struct' || !stored.test(name)) continue;
    const fields = members.map((member) => member.name);
    if (fields.includes('causation_id') && fields.some((field) => content.test(field))) found.add(name);
  }
  return found;
}

/** `StoredEvent`, `EventRecord`, `EventMessage`, with the event as JSON or bytes in it. */
const stored = /Event|Message|Envelope/;
const content = /^(?:event|payload|data|body|content|message|event_data|event_type)$/;

/** Events share what their envelopes carry. */
const carriedBy = (events: readonly EventType[]): EventField[] =>
  [...new Set(events.map(({ carried }) => carried))].flat();

/** Those of them that have the field. */
function carriers(events: readonly EventType[]): ReadonlySet<string> {
  const fields = [...events.flatMap((event) => event.fields), ...carriedBy(events)];
  return new Set(
    fields.flatMap(({ name, definition }) => (name === 'causation_id' ? (definition.parent?.name ?? []) : [])),
  );
}

function problemOf({ text, siblings }: FilledId): string | undefined {
  if (/^None\b/.test(text)) return 'causation_id is always None here';
  if (empty.test(text)) return 'causation_id is always empty here';
  const isSibling = siblings.some((one) => plainValue(one) === plainValue(text));
  if (own.test(text) || isSibling) return "causation_id is the event's or the aggregate's own id";
  if (fresh.test(text)) return 'causation_id is a fresh id that nothing else has';
  return literal.test(text) ? 'causation_id is the same text for every event' : undefined;
}

/** `root`, `create_root_command`: names that speak of messages, and not of certificates, trees or folders. */
const newRoot =
  /^(?:(?:new|create|make|build|as|begin|start|with)_)?root$|(?:^|_)root_(?:command|query|event|message|identity|envelope|metadata|correlation|causation|context|id)s?(?:_|$)/;

/** Where the handling of a message begins a conversation of its own instead of going on with the message's. @param types those of `holders` */
export function newRoots(model: CrateModel, events: readonly EventType[], types: ReadonlySet<string>): NotedPlace[] {
  const names = new Substrings(events.flatMap(({ name, shapes }) => [name, ...shapes.map((shape) => shape.name)]));
  const handling = memo((code: CodeBody) => handlesMessages(code, names));
  const called = codeBodies(model)
    .filter(handling)
    .flatMap((code) =>
      code.body.calls.filter(({ name }) => newRoot.test(name)).map(({ token, name }) => begins(code, token, name)),
    );
  const fresh = filledInCrate(model, 'correlation_id', types)
    .filter(({ code, id }) => freshConversation.test(id.text) && handling(code))
    .map(({ code, id }) => begins(code, id.token, 'a fresh correlation_id'));
  return [...called, ...fresh];
}

const freshConversation =
  /^(?:Some\s*\(\s*)?(?:\w+::)*(?:Uuid|Ulid|CorrelationId)::(?:new_v4|new_v7|now_v7|new|random|generate)\s*\(/;

const begins = (code: CodeBody, token: number, what: string): NotedPlace => ({
  ...code.placeOf(token),
  what: `${what} begins a new conversation where a message is handled`,
});

function handlesMessages({ owner, body }: CodeBody, events: Substrings): boolean {
  const params = owner.item('function')?.signature.params ?? [];
  const text = params.map(({ span }) => body.source.spanText(span)).join(' ');
  if (events.anyIn(text)) return true;
  for (let outer = owner.parent; outer !== undefined; outer = outer.parent)
    if (/saga|handler|process_manager/i.test(outer.name)) return true;
  return /saga|handler/i.test(body.source.path) || /^(?:handle|on)_/.test(owner.name);
}
