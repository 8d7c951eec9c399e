/** Which texts a value can be: literals and templates behind variables, `match`, constants and functions of the crate. */
import type { Body, Call, MacroUse, StringLiteral } from '../rust/body.ts';
import { type CodePlace, type Definition, isExternal } from '../rust/crate/crate-model.ts';
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
export function textValues(code: CodeBody, range: TokenRange, seen: Seen = new Map()): TextValue[] {
  return valuesOf(code, range, 0, seen);
}

/** Ranges that were looked at, with how deep, by body: names that lead to names would else double the work at each step. */
export type Seen = Map<CodeBody, Set<string>>;

function valuesOf(code: CodeBody, range: TokenRange, depth: number, seen: Seen): TextValue[] {
  if (depth > maxDepth) return [];
  const known = seen.get(code) ?? new Set<string>();
  seen.set(code, known);
  const key = `${range.from} ${range.to} ${depth}`;
  if (known.has(key)) return [];
  known.add(key);
  return tailsOf(code.body, range).flatMap((branch) => {
    const direct = literals(code.body, branch).map(({ token, value }) => ({
      value,
      filled: () => fillings(code, token, value, depth),
      ...code.placeOf(token),
    }));
    return [...direct, ...fromCalls(code, branch, depth, seen), ...fromNames(code, branch, depth, seen)];
  });
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

/** The path that an expression is, whatever it is borrowed, cloned or converted by. */
function nameIn({ source }: Body, range: TokenRange): string | undefined {
  const words = source
    .rangeText(range)
    .replace(/^[&\s]*(?:mut\s+)?/, '')
    .trimEnd();
  return /^((?:\w+::)*\w+)(?:\s*\.\s*(?:clone|to_string|as_str|into|to_owned)\s*\(\s*\))*$/.exec(words)?.[1];
}

function fromCalls(code: CodeBody, range: TokenRange, depth: number, seen: Seen): TextValue[] {
  return BodyIndex.of(code.body)
    .callsIn(range)
    .filter((call) => isValue(BodyIndex.of(code.body), range, call.token, ({ name }) => name === 'vec'))
    .flatMap((call) => {
      const definition = functionOf(code, call);
      const output = definition?.item('function')?.signature.output;
      if (definition === undefined || output === undefined) return [];
      const written = definition.source.spanText(output.span);
      if (!/\bstr\b|\bString\b|\bCow\b|\bSubject\b/.test(written)) return [];
      const inner = codeBodyOf(code.model, definition);
      if (inner === undefined) return [];
      return resultsOf(inner.body).flatMap((one) => valuesOf(inner, one, depth + 1, seen));
    });
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
        ? textsNamed(code, name, token, depth, new Map())
        : valuesOf(code, range, depth + 1, new Map());
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

/** The crate's function that a call leads to; of a method, where the type of what it is called on is declared. */
function functionOf(code: CodeBody, call: Call): Definition | undefined {
  const callee = calleeOf(code, call);
  if (callee?.kind === 'own') return callee.definition;
  if (call.kind !== 'method' || passing.has(call.name)) return undefined;
  const type = receiverType(code, call.receiver, localsOf(code));
  return type?.kind === 'own' ? implementedMethod(code.model, type.definition, call.name) : undefined;
}

function fromNames(code: CodeBody, range: TokenRange, depth: number, seen: Seen): TextValue[] {
  const path = nameIn(code.body, range);
  if (path === undefined) return [];
  const { kind } = code.body.source.tokens;
  const isNamed = Array.from({ length: range.to - range.from }, (_, index) => kind[range.from + index]).includes(
    Kind.Identifier,
  );
  return isNamed || !path.includes('::') ? textsNamed(code, path, range.from, depth, seen) : [];
}

/** Which texts a name stands for at a token: what it is bound to, each of what a loop goes through, a constant's value. */
function textsNamed(code: CodeBody, path: string, token: number, depth: number, seen: Seen): TextValue[] {
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
  if (target === undefined || isExternal(target)) return [];
  const constant = isConstant(target) ? codeBodyOf(code.model, target) : undefined;
  return constant === undefined ? [] : valuesOf(constant, constant.body.range, depth + 1, seen);
}
