/** Places where an error becomes text on its way into one of the crate's own errors, so that its source is lost. */
import { memo } from '../collections/memo.ts';
import type { Body, Closure } from '../rust/body.ts';
import { type CodePlace, type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { ownerType } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies, codePlace } from '../rust-bodies/code-bodies.ts';
import { Cover, firstFrom } from '../rust-bodies/places.ts';
import { contains, usesOf } from '../rust-bodies/token-text.ts';

export interface Conversion extends CodePlace {
  /** The error type that it goes into. */
  readonly into: Definition;
  /** `map_err`, or the trait that is implemented. */
  readonly how: 'map_err' | 'From';
}

/** @param into the crate's error types */
export function textConversions(model: CrateModel, into: ReadonlySet<Definition>): Conversion[] {
  return codeBodies(model).flatMap((code) => [...mappedErrors(code, into), ...fromImpl(code, into)]);
}

function mappedErrors(code: CodeBody, into: ReadonlySet<Definition>): Conversion[] {
  const { body } = code;
  return body.calls.flatMap((call): Conversion[] => {
    if (call.kind !== 'method' || call.name !== 'map_err') return [];
    const closure = body.closures[firstFrom(body.closures, call.args.from, ({ token }) => token)];
    if (closure === undefined || !contains(call.args, closure.token)) return [];
    const name = parameterOf(body, closure);
    const target = name === undefined ? undefined : errorBuilt(code, closure.body, into);
    if (name === undefined || target === undefined || !becomesText(body, closure.body, name)) return [];
    return [{ into: target, ...code.placeOf(call.token), how: 'map_err' }];
  });
}

function parameterOf({ source }: Body, { params }: Closure): string | undefined {
  const text = source.rangeText(params).replace(/:.*$/s, '').trim();
  return /^[a-z_][a-z0-9_]*$/i.test(text) && text !== '_' ? text : undefined;
}

/** Which of the crate's errors a range of code names: `Error::Io(…)`, `Self::Io { … }`. */
function errorBuilt(
  { model, body, owner }: CodeBody,
  range: TokenRange,
  into: ReadonlySet<Definition>,
): Definition | undefined {
  const { kind } = body.source.tokens;
  for (let at = range.from; at < range.to - 2; at++) {
    if (kind[at + 1] !== Punct.Colon || kind[at + 2] !== Punct.Colon || kind[at - 1] === Punct.Dot) continue;
    const name = pathEndingAt(body, range, at);
    const target = name === 'Self' ? ownerType(model, owner) : model.resolve(name, owner);
    if (target !== undefined && !isExternal(target) && into.has(seenThrough(model, target)))
      return seenThrough(model, target);
  }
  return undefined;
}

function pathEndingAt({ source }: Body, range: TokenRange, at: number): string {
  const { kind } = source.tokens;
  let from = at;
  while (from - 3 >= range.from && kind[from - 1] === Punct.Colon && kind[from - 2] === Punct.Colon) from -= 3;
  return source.rangeText({ from, to: at + 1 }).replace(/\s+/g, '');
}

function seenThrough(model: CrateModel, target: Definition): Definition {
  const alias = target.item('type-alias')?.type;
  if (alias?.kind !== 'path') return target;
  const found = model.resolve(alias.path.segments.map(({ name }) => name).join('::'), target);
  return found === undefined || isExternal(found) ? target : found;
}

/** `From<E>` for one of the errors that does not keep E. */
function fromImpl({ model, owner, body }: CodeBody, into: ReadonlySet<Definition>): Conversion[] {
  const impl = owner.parent?.item('impl');
  if (owner.name !== 'from' || impl?.trait?.segments.at(-1)?.name !== 'From') return [];
  const target = ownerType(model, owner);
  const [param] = owner.item('function')?.signature.params ?? [];
  if (target === undefined || !into.has(target) || param === undefined) return [];
  const keeps = param.name !== undefined && param.name !== '_' && keptAsItIs(body, body.range, param.name);
  if (keeps) return [];
  return [{ into: target, ...codePlace(model.placeOf(owner.parent ?? owner)), how: 'From' }];
}

/** True when a value is used otherwise than to make text of it. */
function keptAsItIs(body: Body, range: TokenRange, name: string): boolean {
  return usesOf(body.source, range, name).some((at) => !isMadeText(body, at));
}

function becomesText(body: Body, range: TokenRange, name: string): boolean {
  const uses = usesOf(body.source, range, name);
  const filled = new RegExp(`\\{${name}(?::[^}]*)?\\}`);
  const inline = BodyIndex.of(body)
    .stringsIn(range)
    .some(({ token, value }) => inFormat(body, token) && filled.test(value));
  return (uses.length > 0 || inline) && uses.every((at) => isMadeText(body, at));
}

const formats = memo(
  ({ macros }: Body) => new Cover(macros.filter(({ name }) => name === 'format').map(({ body }) => body)),
);

const inFormat = (body: Body, token: number): boolean => formats(body).holds(token);

/** `e.to_string()`, or inside `format!`. */
function isMadeText(body: Body, at: number): boolean {
  const { source } = body;
  const { kind } = source.tokens;
  const method = kind[at + 1] === Punct.Dot ? source.tokenText(at + 2) : '';
  return method === 'to_string' || inFormat(body, at);
}
