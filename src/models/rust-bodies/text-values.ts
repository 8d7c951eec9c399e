/** Which texts a value can be: literals and templates behind variables, `match`, constants and functions of the crate. */

import { grouped } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { Body, Call, MacroUse, StringLiteral } from '../rust/body.ts';
import { type CodePlace, type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { BodyIndex } from './body-index.ts';
import { calleeOf, implementedMethod, resolveInside } from './callee.ts';
import { type CodeBody, codeBodyOf } from './code-bodies.ts';
import { isConstant } from './constants.ts';
import { endOf, resultsOf, tailsOf } from './tails.ts';
import { contains } from './token-text.ts';
import { localsOf, receiverType } from './value-types.ts';

export interface TextValue extends CodePlace {
  /** With `{…}` where a template is filled in. */
  readonly value: string;
  /** The template with one of its places filled by a text that the code is known to put there. */
  readonly filled: () => readonly string[];
}

/** Calls and macros that give back the text they are given. */
const passing: ReadonlySet<string> = new Set([
  'from',
  'to_string',
  'to_owned',
  'into',
  'new',
  'Some',
  'Ok',
  'as_str',
  'clone',
  'from_static',
  'parse',
  'try_from',
  'from_str',
  'unwrap_or',
  'unwrap_or_else',
]);
/** Methods whose text is another than what they are called on. */
const reshaping =
  /^(?:to_(?:ascii_)?(?:lower|upper)case|to_(?:snake|kebab|camel|pascal)_case|to_case|replacen?|repeat|trim\w*|strip_\w+|split\w*|rsplit\w*|lines|chars|get|find)$/;
const templates: ReadonlySet<string> = new Set(['format', 'concat', 'vec']);

const maxDepth = 5;

/**
 * @param range an argument, an initializer, the value of a field
 * @param seen what has been looked at for others: only what is new is told
 */
export function textValues(code: CodeBody, range: TokenRange, seen = new Seen()): TextValue[] {
  return valuesOf(code, range, 0, seen);
}

/** A value that leads to no text: it is made at run time, or by code that is not followed. */
export interface Untold {
  readonly code: CodeBody;
  readonly range: TokenRange;
}

/** What was looked at: names that lead to names would else double the work at each step. */
export class Seen {
  readonly #ranges = new Map<CodeBody, Set<string>>();
  /** Each once, in the order they were met. */
  readonly untold: Untold[] = [];

  /** @returns false where that range was looked at from so deep before */
  add(code: CodeBody, { from, to }: TokenRange, depth: number): boolean {
    const known = this.#ranges.get(code) ?? new Set<string>();
    this.#ranges.set(code, known);
    const key = `${from} ${to} ${depth}`;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  }
}

function valuesOf(code: CodeBody, range: TokenRange, depth: number, seen: Seen): TextValue[] {
  if (!seen.add(code, range, depth)) return [];
  return tailsOf(code.body, range).flatMap((branch) => {
    const found =
      depth > maxDepth
        ? []
        : [literalsOf(code, branch, depth), fromCalls(code, branch, depth, seen), fromNames(code, branch, depth, seen)];
    const known = found.filter((one) => one !== undefined);
    if (known.length === 0 && !isNone(code.body, branch)) seen.untold.push({ code, range: branch });
    return known.flat();
  });
}

/** What stands where there is no value, or nothing in it. */
const isNone = ({ source }: Body, range: TokenRange): boolean =>
  /^(?:None\b|Err\s*\(|return\b|continue\b|break\b|\w+(?:::\w+)?::(?:new|default)\s*\(\s*\)|(?:panic|unreachable|todo|unimplemented|bail|vec|compile_error)\s*!|\[\s*\]|$)/.test(
    source.rangeText(range).trim(),
  );

function literalsOf(code: CodeBody, branch: TokenRange, depth: number): TextValue[] | undefined {
  const found = literals(code.body, branch);
  if (found.length === 0) return undefined;
  return found.map(({ token, value }) => ({
    value,
    filled: () => fillings(code, token, value, depth),
    ...code.placeOf(token),
  }));
}

/** Strings that the range itself evaluates to; arguments of other calls, what is bound to a name, patterns and format arguments are none. */
function literals(body: Body, range: TokenRange): readonly StringLiteral[] {
  const index = BodyIndex.of(body);
  return index.stringsIn(range).filter(({ token }) => {
    const isWritten = ({ name, body }: MacroUse) => templates.has(name) && (name !== 'format' || body.from === token);
    if (!isValue(index, range, token, isWritten)) return false;
    // Bound to a name: the value of the block around, where it ends with that name.
    for (
      let bound = index.letAround(token);
      bound && contains(range, bound.token);
      bound = index.letAround(bound.token)
    )
      if (nameIn(body, endOf(body, bound.block)) !== bound.name) return false;
    const tested = index.testedAround(token);
    return tested === undefined || !contains(range, tested.from);
  });
}

/** The path that an expression is, whatever it is borrowed, cloned, converted or checked by: `Pattern::parse(&s)?.to_string()` is `s`. */
function nameIn(body: Body, range: TokenRange): string | undefined {
  const { from, to } = peeled(body, range);
  const words = body.source.rangeText({ from, to }).trim();
  return /^(?:\w+::)*\w+$/.test(words) ? words : undefined;
}

/** Methods that give the same text again. */
const sameText =
  /^(?:clone|to_string|as_str|into|into_string|to_owned|as_ref|as_deref|borrow|try_into|parse|map_err|unwrap|expect|context|with_context|ok|ok_or|ok_or_else)$/;

/** `map` too, where it is done to `to_string`. */
const givesSameText = ({ source }: Body, { name, args }: Call): boolean =>
  sameText.test(name) ||
  (name === 'map' &&
    /^(?:\|\s*(\w+)\s*\|\s*\1\s*\.\s*to_string\s*\(\s*\)|(?:\w+::)*(?:to_string|into))$/.test(
      source.rangeText(args).trim(),
    ));

/** The expression whose text an expression gives again. */
function peeled(body: Body, range: TokenRange): TokenRange {
  const { source } = body;
  const { kind } = source.tokens;
  let { from, to } = range;
  for (;;) {
    const call = BodyIndex.of(body).callBefore(to);
    const [given] = call?.arguments ?? [];
    if (kind[from] === Punct.And || source.tokenText(from) === 'mut') from += 1;
    else if (kind[to - 1] === Punct.Question && to > from) to -= 1;
    else if (call?.kind === 'method' && call.receiver.from === from && givesSameText(body, call)) to = call.receiver.to;
    else if (call?.kind === 'path' && call.callee.from === from && given !== undefined && passing.has(call.name))
      ({ from, to } = given);
    else return { from, to };
  }
}

/** What functions of the crate give; undefined where none of them is called, or nothing is known of what it gives. */
function fromCalls(code: CodeBody, range: TokenRange, depth: number, seen: Seen): TextValue[] | undefined {
  const inner = BodyIndex.of(code.body)
    .callsIn(range)
    .filter((call) => isValue(BodyIndex.of(code.body), range, call.token, ({ name }) => name === 'vec'))
    .flatMap((call) => functionsOf(code, call))
    .flatMap((definition) => {
      const output = definition.item('function')?.signature.output;
      const written = output === undefined ? '' : definition.source.spanText(output.span);
      const body = codeBodyOf(code.model, definition);
      return body !== undefined && /\bstr\b|\bString\b|\bCow\b|\bSubject/.test(written) ? [body] : [];
    });
  if (inner.length === 0) return undefined;
  return inner.flatMap((one) => resultsOf(one.body).flatMap((result) => valuesOf(one, result, depth + 1, seen)));
}

/**
 * Not an argument of another call, nor what fills a template: the range evaluates to it.
 * @param isWritten whether a macro around it gives it as it is
 */
function isValue(index: BodyIndex, range: TokenRange, token: number, isWritten: (macro: MacroUse) => boolean): boolean {
  for (let call = index.callAround(token); call && contains(range, call.token); call = index.callAround(call.token))
    if (!passing.has(call.name)) return false;
  for (
    let macro = index.macroAround(token);
    macro && contains(range, macro.token);
    macro = index.macroAround(macro.token)
  )
    if (!isWritten(macro)) return false;
  for (let call = index.receivedBy(token); call && contains(range, call.token); call = index.receivedBy(call.token))
    if (reshaping.test(call.name)) return false;
  return true;
}

const place = /\{(\w*)\}/g;
/** Of the texts that one place may get. */
const maxFillings = 100;

/** @param token of the template, the first argument of `format!` */
function fillings(code: CodeBody, token: number, template: string, depth: number): string[] {
  const macro = BodyIndex.of(code.body).macroAround(token);
  if (macro?.name !== 'format' || /\{\{|\}\}/.test(template)) return [];
  const given = formatArguments(code.body, macro);
  let next = 0;
  return [...template.matchAll(place)].flatMap(({ 0: whole, 1: name = '', index }) => {
    const range = given.get(/^\d*$/.test(name) ? `${name === '' ? next++ : name}` : name);
    const values =
      range === undefined
        ? (textsNamed(code, name, token, depth, new Seen()) ?? [])
        : valuesOf(code, range, depth + 1, new Seen());
    const texts = new Set(values.map(({ value }) => value).filter((text) => !/[{}]/.test(text)));
    return [...texts]
      .slice(0, maxFillings)
      .map((text) => `${template.slice(0, index)}${text}${template.slice(index + whole.length)}`);
  });
}

/** By place, and by name where `name = …` gives one. */
function formatArguments({ source }: Body, { body }: MacroUse): ReadonlyMap<string, TokenRange> {
  const { kind, match } = source.tokens;
  const found = new Map<string, TokenRange>();
  let from = body.from;
  for (let at = body.from, count = -1; at <= body.to; at += 1) {
    if (at < body.to && kind[at] !== Punct.Comma) {
      at = Math.max(at, match[at] ?? at);
      continue;
    }
    const isNamed = kind[from] === Kind.Identifier && kind[from + 1] === Punct.Equal && kind[from + 2] !== Punct.Equal;
    if (isNamed) found.set(source.tokenText(from), { from: from + 2, to: at });
    else if (count >= 0) found.set(`${count}`, { from, to: at });
    count += 1;
    from = at + 1;
  }
  return found;
}

/**
 * The crate's function that a call leads to; of a method, where the type of what it is called on is declared. Of `event.subject()`
 * where the type is not known, or is a trait: every method of the crate with that name.
 */
function functionsOf(code: CodeBody, call: Call): readonly Definition[] {
  const callee = calleeOf(code, call);
  if (callee?.kind === 'own' && callee.definition.parent?.kind !== 'trait') return [callee.definition];
  if (call.kind !== 'method' || passing.has(call.name)) return [];
  const type = receiverType(code, call.receiver, localTypes(code));
  const found = type?.kind === 'own' ? implementedMethod(code.model, type.definition, call.name) : undefined;
  if (found !== undefined) return [found];
  const isOther = type?.kind === 'foreign' || (type !== undefined && type.definition.kind !== 'trait');
  return isOther || !/(?:^|_)subject$/.test(call.name) ? [] : (subjectMethods(code.model).get(call.name) ?? []);
}

const localTypes = memo(localsOf);

const subjectMethods = memo((model: CrateModel) =>
  grouped(
    model.collected.impls
      .flatMap(({ members }) => members)
      .filter(({ kind, name }) => kind === 'method' && /subject$/.test(name)),
    ({ name }) => name,
  ),
);

function fromNames(code: CodeBody, range: TokenRange, depth: number, seen: Seen): TextValue[] | undefined {
  const path = nameIn(code.body, range);
  if (path === undefined) return undefined;
  const { kind } = code.body.source.tokens;
  const isNamed = Array.from({ length: range.to - range.from }, (_, index) => kind[range.from + index]).includes(
    Kind.Identifier,
  );
  return isNamed || !path.includes('::') ? textsNamed(code, path, range.from, depth, seen) : undefined;
}

/**
 * Which texts a name stands for at a token: what it is bound to, each of what a loop goes through, a constant's value;
 * undefined where it is none of these.
 */
function textsNamed(code: CodeBody, path: string, token: number, depth: number, seen: Seen): TextValue[] | undefined {
  const { body } = code;
  if (!path.includes('::')) {
    const bound = BodyIndex.of(body).givenBefore(path, token);
    if (bound?.initializer !== undefined) return valuesOf(code, bound.initializer, depth + 1, seen);
    const loop = body.loops.find(
      ({ pattern, block }) =>
        pattern !== undefined && contains(block, token) && body.source.rangeText(pattern).trim() === path,
    );
    if (loop !== undefined) return valuesOf(code, loop.header, depth + 1, seen);
  }
  const target = resolveInside(code, path, 1);
  if (target === undefined || isExternal(target)) return undefined;
  const constant = isConstant(target) ? codeBodyOf(code.model, target) : undefined;
  return constant === undefined ? undefined : valuesOf(constant, constant.body.range, depth + 1, seen);
}

/** Whether code of the crate makes a text that leads nowhere: a function of the crate, or a value of one of its types. */
export function isMadeHere({ code, range }: Untold): boolean {
  const { from, to } = peeled(code.body, range);
  const call = BodyIndex.of(code.body).callBefore(to);
  if (call !== undefined && functionsOf(code, call).length > 0) return true;
  const of = call?.kind === 'method' && call.receiver.from === from ? call.receiver : { from, to };
  const type = receiverType(code, of, localTypes(code));
  if (type?.kind === 'foreign') return type.path.split('::')[0]! in (code.model.input.dependencyRoots ?? {});
  return type !== undefined;
}
