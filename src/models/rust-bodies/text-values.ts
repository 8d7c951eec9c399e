/** Which texts a value can be: literals and templates behind variables, `match`, constants and functions of the crate. */
import type { Body, Let } from '../rust/body.ts';
import { type CodePlace, isExternal } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Keyword, Kind, Punct } from '../rust/token.ts';
import { calleeOf, resolveInside } from './callee.ts';
import { type CodeBody, codeBodyOf } from './code-bodies.ts';
import { contains } from './token-text.ts';

export interface TextValue extends CodePlace {
  /** With `{…}` where a template is filled in. */
  readonly value: string;
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
]);
const templates: ReadonlySet<string> = new Set(['format', 'concat', 'vec']);

const maxDepth = 5;
/** Of branches inside of branches. */
const maxNesting = 50;

/** @param range an argument, an initializer, the value of a field */
export function textValues(code: CodeBody, range: TokenRange, depth = 0): TextValue[] {
  if (depth > maxDepth) return [];
  return branches(code.body, range).flatMap((branch) => {
    const direct = literals(code.body, branch).map(({ token, value }) => ({ value, ...code.placeOf(token) }));
    return [...direct, ...fromCalls(code, branch, depth), ...fromNames(code, branch, depth)];
  });
}

/** Strings that the range itself evaluates to; arguments of other calls, what is bound to a name, patterns and format arguments are none. */
function literals(body: Body, range: TokenRange): { token: number; value: string }[] {
  return body.strings.filter(({ token }) => {
    if (!contains(range, token)) return false;
    const calls = body.calls.filter((call) => contains(range, call.token) && contains(call.args, token));
    if (calls.some(({ name }) => !passing.has(name))) return false;
    if (body.lets.some((bound) => contains(range, bound.token) && isAside(body, bound, token))) return false;
    const macros = body.macros.filter((macro) => contains(range, macro.token) && contains(macro.body, token));
    if (macros.some((macro) => !templates.has(macro.name) || (macro.name === 'format' && macro.body.from !== token)))
      return false;
    const arms = body.matches.flatMap((match) => match.arms.map((arm) => arm.pattern));
    const tested = [
      ...body.matches.map(({ scrutinee }) => scrutinee),
      ...body.conditions.map(({ scrutinee }) => scrutinee),
      ...arms,
    ];
    return !tested.some((one) => contains(range, one.from) && contains(one, token));
  });
}

/** Whether a token is in what a `let` binds, and the block around does not end with that name. */
function isAside(body: Body, { name, initializer, block }: Let, token: number): boolean {
  return initializer !== undefined && contains(initializer, token) && nameIn(body, endOf(body, block)) !== name;
}

/** The expressions of which one is the value: the arms of a `match`, the blocks of an `if`, the end of a block. */
function branches(body: Body, range: TokenRange, depth = 0): TokenRange[] {
  const { kind, match } = body.source.tokens;
  const isBlock = (at: number): boolean => kind[at] === Punct.OpenBrace && (match[at] ?? -1) > at;
  const inside = (open: number): TokenRange[] =>
    branches(body, endOf(body, { from: open + 1, to: match[open]! }), depth + 1);
  if (depth > maxNesting) return [range];
  const matched = body.matches.find(({ token, block }) => token === range.from && block.to + 1 === range.to);
  if (matched !== undefined) return matched.arms.flatMap((arm) => branches(body, arm.body, depth + 1));
  if (isBlock(range.from)) return inside(range.from);
  if (kind[range.from] !== Keyword.if) return [range];
  const blocks: TokenRange[] = [];
  for (let at = range.from; at < range.to; at += 1) {
    if (isBlock(at)) blocks.push(...inside(at));
    at = Math.max(at, match[at] ?? at);
  }
  return blocks;
}

/** What a block gives: what stands behind its last `;`. */
function endOf({ source }: Body, block: TokenRange): TokenRange {
  const { kind, match } = source.tokens;
  let { from } = block;
  for (let at = from; at < block.to; at += 1) {
    const close = match[at] ?? -1;
    if (close > at) at = close;
    else if (kind[at] === Punct.Semi) from = at + 1;
  }
  return { from, to: block.to };
}

/** The path that an expression is, whatever it is borrowed, cloned or converted by. */
function nameIn({ source }: Body, range: TokenRange): string | undefined {
  const words = source
    .rangeText(range)
    .replace(/^[&\s]*(?:mut\s+)?/, '')
    .trimEnd();
  return /^((?:\w+::)*\w+)(?:\s*\.\s*(?:clone|to_string|as_str|into|to_owned)\s*\(\s*\))*$/.exec(words)?.[1];
}

function fromCalls(code: CodeBody, range: TokenRange, depth: number): TextValue[] {
  return code.body.calls.flatMap((call) => {
    if (!contains(range, call.token)) return [];
    const callee = calleeOf(code, call);
    const output = callee?.kind === 'own' ? callee.definition.item('function')?.signature.output : undefined;
    if (callee?.kind !== 'own' || output === undefined) return [];
    const written = callee.definition.source.spanText(output.span);
    if (!/\bstr\b|\bString\b|\bCow\b|\bSubject\b/.test(written)) return [];
    const inner = codeBodyOf(code.model, callee.definition);
    if (inner === undefined) return [];
    const given = [...inner.body.returns.map(({ value }) => value), endOf(inner.body, inner.body.range)];
    return given.flatMap((one) => textValues(inner, one, depth + 1));
  });
}

function fromNames(code: CodeBody, range: TokenRange, depth: number): TextValue[] {
  const { body } = code;
  const { kind } = body.source.tokens;
  const path = nameIn(body, range);
  if (path === undefined) return [];
  if (!path.includes('::')) {
    const bound = body.lets
      .filter(({ name, token, initializer }) => name === path && token < range.from && initializer !== undefined)
      .at(-1);
    if (bound?.initializer !== undefined) return textValues(code, bound.initializer, depth + 1);
  }
  if (!Array.from({ length: range.to - range.from }, (_, index) => kind[range.from + index]).includes(Kind.Identifier))
    return [];
  const target = resolveInside(code, path, 1);
  if (target === undefined || isExternal(target)) return [];
  const isConstant = target.kind === 'constant' || target.kind === 'static' || target.kind === 'associated-constant';
  const constant = isConstant ? codeBodyOf(code.model, target) : undefined;
  return constant === undefined ? [] : textValues(constant, constant.body.range, depth + 1);
}
