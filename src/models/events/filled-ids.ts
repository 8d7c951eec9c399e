/** What code fills an id of an event's or an envelope's literal with. */

import type { Body } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Keyword, Kind, Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { ownerType } from '../rust-bodies/callee.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';

export interface FilledId {
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
export function filledIds(code: CodeBody, field: string, types: ReadonlySet<string>): FilledId[] {
  return literalsIn(code)
    .filter(({ type }) => types.has(type))
    .flatMap(({ inside }) => {
      const fields = fieldsIn(code.body, inside);
      const filled = fields.get(field);
      if (filled === undefined) return [];
      const siblings = ['event_id', 'id', 'message_id', 'aggregate_id']
        .filter((name) => name !== field)
        .flatMap((name) => fields.get(name)?.text ?? []);
      return [{ ...filled, siblings }];
    });
}

/** Literals that name no such field and leave it to `Default`. */
export function defaultedIds(code: CodeBody, field: string, types: ReadonlySet<string>): number[] {
  return literalsIn(code)
    .filter(({ type }) => types.has(type))
    .flatMap(({ inside }) => {
      const rest = fieldsIn(code.body, inside).get('..');
      const leaves = rest !== undefined && /^(?:\w+::)*default\(\)$/.test(rest.text.replace(/\s/g, ''));
      return leaves && !fieldsIn(code.body, inside).has(field) ? [rest.token] : [];
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
      found.set(name, { token: from, text: /^\w+$/.test(value) ? boundTo(body, value, from) : value });
    }
  }
  return found;
}

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
