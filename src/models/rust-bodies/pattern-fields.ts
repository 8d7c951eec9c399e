/** Which field of a struct or variant of the crate a name in a pattern is bound to: `Source::Loopback { rx }`, `Shape::Line(from, to)`. */
import { type Definition, isExternal } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { BodyIndex } from './body-index.ts';
import { ownerType, resolveInside } from './callee.ts';
import type { CodeBody } from './code-bodies.ts';
import { fieldOf } from './declared-fields.ts';

/** @returns undefined where no such pattern binds the name at that token, or the type is none of the crate's */
export function fieldBoundTo(code: CodeBody, name: string, token: number): Definition | undefined {
  const inner = BodyIndex.of(code.body).boundAt(name, token);
  return inner === undefined ? undefined : fieldAt(code, inner.pattern, inner.token);
}

function fieldAt(code: CodeBody, pattern: TokenRange, at: number): Definition | undefined {
  const { source } = code.body;
  const { kind, match } = source.tokens;
  let commas = 0;
  let open = at - 1;
  for (; open >= pattern.from; open--) {
    const other = match[open] ?? -1;
    if (other >= 0 && other < open) open = other;
    else if (other > open) break;
    else if (kind[open] === Punct.Comma) commas += 1;
  }
  if (open <= pattern.from) return undefined;
  let from = open;
  while (
    from > pattern.from &&
    (kind[from - 1] === Kind.Identifier || kind[from - 1] === Punct.Colon || source.tokenText(from - 1) === 'Self')
  )
    from -= 1;
  const holder = holderAt(code, source.rangeText({ from, to: open }).replace(/\s/g, ''));
  const isNamed = kind[open] === Punct.OpenBrace;
  const isRenamed = isNamed && kind[at - 1] === Punct.Colon;
  const name = isNamed ? source.tokenText(isRenamed ? at - 2 : at) : String(commas);
  return holder === undefined ? undefined : fieldOf(holder, name);
}

function holderAt(code: CodeBody, path: string): Definition | undefined {
  if (path === '') return undefined;
  const [first = '', ...rest] = path.split('::');
  if (first === 'Self') {
    const type = ownerType(code.model, code.owner);
    const [variant] = rest;
    return variant === undefined ? type : type?.members.find(({ name }) => name === variant);
  }
  const found = resolveInside(code, path) ?? resolveInside(code, path, 1);
  return found === undefined || isExternal(found) ? undefined : found;
}
