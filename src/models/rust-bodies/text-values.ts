/** Which texts a value can be: literals and templates behind variables, `match`, constants and functions of the crate. */
import type { Body } from '../rust/body.ts';
import { type CodePlace, isExternal } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Kind } from '../rust/token.ts';
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

/** @param range an argument, an initializer, the value of a field */
export function textValues(code: CodeBody, range: TokenRange, depth = 0): TextValue[] {
  if (depth > maxDepth) return [];
  const { body } = code;
  const direct = literals(body, range).map(({ token, value }) => ({ value, ...code.placeOf(token) }));
  return [...direct, ...fromCalls(code, range, depth), ...fromNames(code, range, depth)];
}

/** Strings that the range itself evaluates to; arguments of other calls, patterns and format arguments are none. */
function literals(body: Body, range: TokenRange): { token: number; value: string }[] {
  return body.strings.filter(({ token }) => {
    if (!contains(range, token)) return false;
    const calls = body.calls.filter((call) => contains(range, call.token) && contains(call.args, token));
    if (calls.some(({ name }) => !passing.has(name))) return false;
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

function fromCalls(code: CodeBody, range: TokenRange, depth: number): TextValue[] {
  return code.body.calls.flatMap((call) => {
    if (!contains(range, call.token)) return [];
    const callee = calleeOf(code, call);
    const output = callee?.kind === 'own' ? callee.definition.item('function')?.signature.output : undefined;
    if (callee?.kind !== 'own' || output === undefined) return [];
    const written = callee.definition.source.spanText(output.span);
    if (!/\bstr\b|\bString\b|\bCow\b|\bSubject\b/.test(written)) return [];
    const inner = codeBodyOf(code.model, callee.definition);
    return inner === undefined ? [] : textValues(inner, inner.body.range, depth + 1);
  });
}

function fromNames(code: CodeBody, range: TokenRange, depth: number): TextValue[] {
  const { body } = code;
  const { kind } = body.source.tokens;
  const words = body.source.rangeText(range).replace(/^[&\s]*(?:mut\s+)?/, '');
  const path = /^((?:\w+::)*\w+)(?:\s*\.\s*(?:clone|to_string|as_str|into|to_owned)\s*\(\s*\))*$/.exec(words)?.[1];
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
