/** How the ids of a cause are really filled where events and their envelopes are built: events/correlation. */
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { ownerType } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies, type NotedPlace } from '../rust-bodies/code-bodies.ts';
import { contains, filledFields } from '../rust-bodies/token-text.ts';
import type { EventType } from './event-types.ts';

const fresh =
  /^(?:Some\s*\(\s*)?(?:\w+::)*(?:Uuid|CausationId|MessageId|EventId|CausationId\s*\(\s*Uuid)::(?:new_v4|new_v7|now_v7|new|random|generate)\s*\(/;
const own =
  /^(?:Some\s*\(\s*)?(?:CausationId\s*\(\s*)?&?(?:self\s*\.\s*)?(?:event_id|aggregate_id|id)\b(?!\s*\.\s*(?:parent|cause))/;

/** Every place that fills the `causation_id` of an event or of an envelope, with what is wrong with it. */
export function causes(
  model: CrateModel,
  events: readonly EventType[],
): { readonly wrong: NotedPlace[]; readonly given: NotedPlace[] } {
  const types = new Set(
    events.flatMap(({ name, shapes, carried }) => [
      name,
      ...shapes.map((shape) => shape.name),
      ...carried.map(({ definition }) => definition.parent?.name ?? ''),
    ]),
  );
  const filled = codeBodies(model)
    .flatMap((code) => fills(code).map((value) => ({ code, ...value })))
    .filter(({ code, token }) => types.has(literalAround(code, token)));
  const judged = filled.map(({ code, token, text }) => {
    const problem = problemOf(text);
    return { ...code.placeOf(token), what: problem ?? 'causation_id is handed on here', right: problem === undefined };
  });
  return { wrong: judged.filter(({ right }) => !right), given: judged.filter(({ right }) => right) };
}

function problemOf(text: string): string | undefined {
  if (/^None\b/.test(text)) return 'causation_id is always None here';
  if (fresh.test(text)) return 'causation_id is a fresh id that nothing else has';
  return own.test(text) ? "causation_id is the event's or the aggregate's own id" : undefined;
}

/** Values behind `causation_id:` in struct literals; a field in its short form is given by a variable. */
function fills({ body }: CodeBody): { token: number; text: string }[] {
  return filledFields(body, (name) => name === 'causation_id').map((token) => ({
    token,
    text: body.source.rangeText({ from: token + 2, to: Math.min(body.range.to, token + 14) }),
  }));
}

/** The type whose literal a field stands in; `Self` is the type that the function belongs to. */
function literalAround({ model, body, owner }: CodeBody, token: number): string {
  const around = body.blocks
    .filter((block) => contains(block, token))
    .reduce((least, block) => (block.to - block.from < least.to - least.from ? block : least), body.range);
  const name = body.source.tokenText(around.from - 2);
  return name === 'Self' ? (ownerType(model, owner)?.name ?? '') : name;
}

/** `root`, `create_root_command`: names that speak of messages, and not of certificates, trees or folders. */
const newRoot =
  /^(?:(?:new|create|make|build|as|begin|start|with)_)?root$|(?:^|_)root_(?:command|query|event|message|identity|envelope|metadata|correlation|causation|context|id)s?(?:_|$)/;

/** Where the handling of a message begins a conversation of its own instead of going on with the message's. */
export function newRoots(model: CrateModel, events: readonly EventType[]): NotedPlace[] {
  const names = new Set(events.flatMap(({ name, shapes }) => [name, ...shapes.map((shape) => shape.name)]));
  return codeBodies(model)
    .filter((code) => handlesMessages(code, names))
    .flatMap((code) =>
      code.body.calls
        .filter(({ name }) => newRoot.test(name))
        .map(({ token, name }) => ({
          ...code.placeOf(token),
          what: `${name} begins a new conversation where a message is handled`,
        })),
    );
}

function handlesMessages({ owner, body }: CodeBody, events: ReadonlySet<string>): boolean {
  const params = owner.item('function')?.signature.params ?? [];
  const text = params.map(({ span }) => body.source.spanText(span)).join(' ');
  if ([...events].some((name) => text.includes(name))) return true;
  for (let outer = owner.parent; outer !== undefined; outer = outer.parent)
    if (/saga|handler|process_manager/i.test(outer.name)) return true;
  return /saga|handler/i.test(body.source.path) || /^(?:handle|on)_/.test(owner.name);
}
