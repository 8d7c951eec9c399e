/** What code fills an id of an event's or an envelope's literal with. */

import { memo } from '../collections/memo.ts';
import type { Body } from '../rust/body.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { SourceFile, TokenRange } from '../rust/syntax.ts';
import { Keyword, Kind, Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { ownerType } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import { callsOf, Sinks } from './sinks.ts';

export interface FilledId {
  /** Whose literal it is, by name. */
  readonly type: string;
  readonly token: number;
  /** The expression, variables bound by a `let` of the function looked through. */
  readonly text: string;
  /** The same literal's ids of the event and of its aggregate. */
  readonly siblings: readonly string[];
}

/** Struct literals in a body: the type's name, and the inside of the braces. */
interface Literal {
  readonly type: string;
  readonly inside: TokenRange;
}

/** Every place where a literal of the types fills a field; what `..Default::default()` leaves to it is filled with that. */
function filledIds(code: CodeBody, field: string, types: ReadonlySet<string>): FilledId[] {
  return literalsIn(code)
    .filter(({ type }) => types.has(type))
    .flatMap(({ type, inside }) => {
      const fields = fieldsIn(code.body, inside);
      const filled = fields.get(field);
      if (filled === undefined) return [];
      const siblings = ['event_id', 'id', 'message_id', 'aggregate_id']
        .filter((name) => name !== field)
        .flatMap((name) => fields.get(name)?.text ?? []);
      return [{ type, ...filled, siblings }];
    });
}

/**
 * Every place of the crate that fills a field of the types: literals, and where a literal's function only passes on what it is given, the
 * calls that give it.
 */
export function filledInCrate(model: CrateModel, field: string, types: ReadonlySet<string>): FilledIn[] {
  const found: FilledIn[] = [];
  /** Of functions that pass on what they are given, in whose literals it ends. */
  const ends = new Map<Definition, string>();
  const sinks = new Sinks(callsOf(model));
  const take = (code: CodeBody, id: FilledId): void => {
    found.push({ code, id });
    const param = paramNamed(code.owner, plainValue(id.text));
    if (param < 0) return;
    ends.set(code.owner, id.type);
    sinks.add(code.owner, new Set([param]));
  };
  // Asked of files, and not of each body: most name no such field, and their bodies need not be read.
  const namesField = memo((source: SourceFile) => source.text.includes(field));
  for (const code of codeBodies(model))
    if (namesField(code.owner.source)) for (const id of filledIds(code, field, types)) take(code, id);
  const looked = new Map<CodeBody, Set<number>>();
  for (let next = sinks.next(); next !== undefined; next = sinks.next()) {
    const { code, call, params, target } = next;
    const before = looked.get(code) ?? new Set();
    looked.set(code, before);
    // `Type::method(value, …)` gives `self`, too.
    const self = call.kind === 'path' && target?.item('function')?.signature.self !== undefined ? 1 : 0;
    for (const param of params) {
      const argument = call.arguments[param + self];
      if (argument === undefined || before.has(argument.from)) continue;
      before.add(argument.from);
      const text = valueIn(code.body, code.body.source.rangeText(argument).trim(), argument.from);
      take(code, { type: (target && ends.get(target)) ?? '', token: argument.from, text, siblings: [] });
    }
  }
  return found;
}

export interface FilledIn {
  readonly code: CodeBody;
  readonly id: FilledId;
}

const paramNamed = (owner: Definition, name: string): number =>
  owner.item('function')?.signature.params.findIndex((param) => param.name === name) ?? -1;

/** Literals that name no such field and leave it to `Default`. */
export function defaultedIds(
  code: CodeBody,
  field: string,
  types: ReadonlySet<string>,
): { type: string; token: number }[] {
  return literalsIn(code)
    .filter(({ type }) => types.has(type))
    .flatMap(({ type, inside }) => {
      const rest = fieldsIn(code.body, inside).get('..');
      const leaves = rest !== undefined && /^(?:\w+::)*default\(\)$/.test(rest.text.replace(/\s/g, ''));
      return leaves && !fieldsIn(code.body, inside).has(field) ? [{ type, token: rest.token }] : [];
    });
}

function literalsIn({ model, body, owner }: CodeBody): Literal[] {
  return body.blocks.flatMap((inside) => {
    const name = inside.from >= 2 ? body.source.tokenText(inside.from - 2) : '';
    if (!/^[A-Z]\w*$/.test(name)) return [];
    return [{ type: name === 'Self' ? (ownerType(model, owner)?.name ?? '') : name, inside }];
  });
}

/** Fields by name, each with its first token and expression; `..` for the rest. */
function fieldsIn(body: Body, inside: TokenRange): ReadonlyMap<string, { token: number; text: string }> {
  const { source } = body;
  const { kind, match } = source.tokens;
  const found = new Map<string, { token: number; text: string }>();
  for (let at = inside.from; at < inside.to; at += 1) {
    const from = at;
    while (at < inside.to && kind[at] !== Punct.Comma) at = Math.max(at, match[at] ?? at) + 1;
    const part = { from, to: at };
    const name = source.tokenText(from);
    if (name.startsWith('.')) found.set('..', { token: from, text: source.rangeText(part).replace(/^\.\.\s*/, '') });
    else if (kind[from] !== Kind.Identifier) continue;
    else if (part.to - from === 1) found.set(name, { token: from, text: boundTo(body, name, from) });
    else if (kind[from + 1] === Punct.Colon) {
      const value = source.rangeText({ from: from + 2, to: part.to }).trim();
      found.set(name, { token: from, text: valueIn(body, value, from) });
    }
  }
  return found;
}

const valueIn = (body: Body, value: string, before: number): string =>
  /^\w+$/.test(value) ? boundTo(body, value, before) : value;

/** The value itself, however it is handed over. */
export const plainValue = (text: string): string =>
  text.replace(/^Some\s*\((.*)\)$/s, '$1').replace(/^&|\s|\.(?:clone|to_string|to_owned|into)\(\)/g, '');

/** What a `let` before gave a name; the name itself where none did. */
function boundTo(body: Body, name: string, before: number): string {
  const bound = BodyIndex.of(body)
    .letsOf(name)
    .findLast(({ token, initializer }) => token < before && initializer !== undefined);
  if (bound?.initializer === undefined) return name;
  const first = body.source.tokens.kind[bound.initializer.from];
  // What branches decide is more than its first words say.
  if (first === Keyword.if || first === Keyword.match) return name;
  return body.source.rangeText(bound.initializer).trim();
}
