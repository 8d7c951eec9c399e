/** How the ids of a cause are really filled where events and their envelopes are built: events/correlation. */
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { type CodeBody, codeBodies, type NotedPlace } from '../rust-bodies/code-bodies.ts';
import { Substrings } from '../text/substrings.ts';
import type { EventField } from './event-fields.ts';
import type { EventType } from './event-types.ts';
import { defaultedIds, type FilledId, filledIds } from './filled-ids.ts';

const fresh =
  /^(?:Some\s*\(\s*)?(?:format\s*!\s*\(\s*"\{[^{}"]*\}"\s*,\s*)?(?:\w+::)*(?:Uuid|Ulid|CausationId|MessageId|EventId|CausationId\s*\(\s*Uuid)::(?:new_v4|new_v7|now_v7|new|random|generate)\s*\(/;
const own =
  /^(?:Some\s*\(\s*)?(?:CausationId\s*\(\s*)?&?(?:self\s*\.\s*)?(?:event_id|aggregate_id|id)\b(?!\s*\.\s*(?:parent|cause))/;
/** Values that hold nothing, whatever the field's type is. */
const empty =
  /^(?:None\b|(?:\w+::)*(?:default|nil)\s*\(\s*\)|String::new\s*\(\s*\)|(?:String::from\s*\(\s*)?""|(?:Some\s*\(\s*)?(?:\w+::)*nil\s*\()/;
const literal = /^(?:Some\s*\(\s*)?(?:String::from\s*\(\s*)?"/;

export interface WrongCause extends NotedPlace {
  /** Nothing is recorded here; elsewhere it may be. */
  readonly isEmpty: boolean;
}

/** Every place that fills the `causation_id` of an event or of an envelope, with what is wrong with it. */
export function causes(
  model: CrateModel,
  events: readonly EventType[],
): { readonly wrong: WrongCause[]; readonly given: NotedPlace[] } {
  const types = holders(events);
  const carrying = carriers(events);
  const wrong: WrongCause[] = [];
  const given: NotedPlace[] = [];
  for (const code of codeBodies(model)) {
    if (!/\bcausation_id\b|\.\./.test(code.body.source.rangeText(code.body.range))) continue;
    for (const id of filledIds(code, 'causation_id', types)) {
      const problem = problemOf(id);
      if (problem === undefined) given.push({ ...code.placeOf(id.token), what: 'causation_id is handed on here' });
      else wrong.push({ ...code.placeOf(id.token), what: problem, isEmpty: empty.test(id.text) });
    }
    for (const token of defaultedIds(code, 'causation_id', carrying))
      wrong.push({ ...code.placeOf(token), what: 'causation_id is left to its default here', isEmpty: true });
  }
  return { wrong, given };
}

/** Types whose literals may fill the ids of an event: itself, its shapes, what wraps it. */
function holders(events: readonly EventType[]): ReadonlySet<string> {
  const found = new Set(events.flatMap(({ name, shapes }) => [name, ...shapes.map((shape) => shape.name)]));
  for (const { definition } of carriedBy(events)) found.add(definition.parent?.name ?? '');
  return found;
}

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
  const isSibling = siblings.some((one) => plain(one) === plain(text));
  if (own.test(text) || isSibling) return "causation_id is the event's or the aggregate's own id";
  if (fresh.test(text)) return 'causation_id is a fresh id that nothing else has';
  return literal.test(text) ? 'causation_id is the same text for every event' : undefined;
}

/** The value itself, however it is handed over. */
const plain = (text: string): string =>
  text.replace(/^Some\s*\((.*)\)$/s, '$1').replace(/^&|\s|\.(?:clone|to_string|to_owned|into)\(\)/g, '');

/** `root`, `create_root_command`: names that speak of messages, and not of certificates, trees or folders. */
const newRoot =
  /^(?:(?:new|create|make|build|as|begin|start|with)_)?root$|(?:^|_)root_(?:command|query|event|message|identity|envelope|metadata|correlation|causation|context|id)s?(?:_|$)/;

/** Where the handling of a message begins a conversation of its own instead of going on with the message's. */
export function newRoots(model: CrateModel, events: readonly EventType[]): NotedPlace[] {
  const names = new Substrings(events.flatMap(({ name, shapes }) => [name, ...shapes.map((shape) => shape.name)]));
  const types = holders(events);
  return codeBodies(model)
    .filter((code) => handlesMessages(code, names))
    .flatMap((code) => [
      ...code.body.calls.filter(({ name }) => newRoot.test(name)).map(({ token, name }) => begins(code, token, name)),
      ...filledIds(code, 'correlation_id', types)
        .filter(({ text }) => freshConversation.test(text))
        .map(({ token }) => begins(code, token, 'a fresh correlation_id')),
    ]);
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
