/** Subjects that a crate gives to NATS, and whether they are well named: nats/subjects. Source of the syntax: the NATS documentation, "Subject-Based Messaging". */

import { memo } from '../collections/memo.ts';
import type { CodePlace, Definition } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import { isMadeHere, Seen, type TextValue, textValues, type Untold } from '../rust-bodies/text-values.ts';
import { filledFields } from '../rust-bodies/token-text.ts';
import { mayFail, type NatsCode, subjectMethods } from './nats-code.ts';

export interface Subject extends Omit<TextValue, 'filled'> {
  /** What is wrong with it; undefined when nothing is. */
  readonly problem: string | undefined;
}

/** Fields of stream and consumer configurations that hold subjects. */
const configFields: ReadonlySet<string> = new Set([
  'subjects',
  'filter_subject',
  'filter_subjects',
  'deliver_subject',
  'republish_subject',
]);

/** Constants that hold no whole subject: what is put together of them is judged where it is given. */
const part = /(?:^|_)(?:PREFIX|SUFFIX|BASE|ROOT|SEPARATOR|DELIMITER)(?:ES|S)?(?:_|$)/;

/** A subject whose text the code does not say, as far as it is followed. */
export interface UntoldSubject extends CodePlace {
  readonly written: string;
  /** Code of the crate makes it, and not who calls or configures it. */
  readonly isMadeHere: boolean;
}

/** What calls are given as a subject: the texts, each told once, and what leads to none. */
const given = memo((nats: NatsCode) => {
  const seen = new Seen();
  return { seen, values: givenTo(nats, () => true, seen), untold: [...seen.untold] };
});

export const untoldSubjects = (nats: NatsCode): UntoldSubject[] =>
  given(nats)
    .untold.filter((one) => !isHandedOn(one) && !isReply(one))
    .map((one) => ({
      written: one.code.body.source.rangeText(one.range).trim().replace(/\s+/g, ' ').slice(0, 80),
      isMadeHere: isMadeHere(one),
      ...one.code.placeOf(one.range.from),
    }));

/** Where an answer is asked for is no subject of the module's. */
const isReply = ({ code, range }: Untold): boolean =>
  /\breply|\binbox|new_inbox/i.test(code.body.source.rangeText(range));

/** A parameter of a function that may fail: who calls that one with a text in the crate is looked at there. */
function isHandedOn({ code, range }: Untold): boolean {
  const [word] = code.body.source.rangeText(range).match(/\w+/) ?? [];
  const params = code.owner.item('function')?.signature.params ?? [];
  return params.some(({ name }) => name === word) && mayFail(code.model, code.owner);
}

export const subjects = memo((nats: NatsCode): readonly Subject[] => {
  const { model } = nats;
  const { seen, values } = given(nats);
  const named = codeBodies(model).filter(
    ({ owner }) => /SUBJECT/.test(owner.name) && owner.kind !== 'function' && owner.kind !== 'method',
  );
  const constants = named
    .filter(({ owner }) => !part.test(owner.name))
    .flatMap((code) => textValues(code, code.body.range, seen));
  const configured = codeBodies(model).flatMap((code) =>
    fieldValues(code).flatMap((range) => textValues(code, range, seen)),
  );
  const all = [...values, ...constants, ...configured].filter(({ value }) => !isReserved(value));
  const distinct = new Map(all.map((one) => [`${one.path}:${one.line}:${one.column}`, one]));
  return [...distinct.values()].map(judged);
});

/** A template is as good as what the code is known to fill it with. */
function judged({ filled, ...one }: TextValue): Subject {
  const values = subjectProblem(one.value) === undefined ? filled() : [];
  const value = values.find((filling) => subjectProblem(filling) !== undefined) ?? one.value;
  return { ...one, value, problem: subjectProblem(value) };
}

/** Subjects under which the crate sends, as the code gives them. */
export const publishedSubjects = memo((nats: NatsCode): readonly TextValue[] =>
  givenTo(nats, (method) => /publish/.test(method)).filter(({ value }) => !isReserved(value)),
);

/** @param isMeant of which of a client's methods, by name */
function givenTo(nats: NatsCode, isMeant: (method: string) => boolean, seen = new Seen()): TextValue[] {
  const handed = handedOn(nats, isMeant);
  return nats.calls.flatMap(({ code, call, wrapper }) => {
    if (wrapper === undefined && !isMeant(call.name)) return [];
    const place = wrapper === undefined ? placeInClient(nats, call.name) : subjectPlace(wrapper);
    const name = wrapper?.item('function')?.signature.params[place]?.name;
    const subject = wrapper === undefined || handed.get(wrapper)?.has(name ?? '') ? call.arguments[place] : undefined;
    return subject === undefined ? [] : textValues(code, subject, seen);
  });
}

/** Which argument of a client's method is the subject: the first, or where the crate's own trait for a client says. -1: none. */
function placeInClient({ traits }: NatsCode, method: string): number {
  const [declared] = traits.flatMap(({ members }) => members.filter(({ name }) => name === method));
  if (declared !== undefined) return subjectPlace(declared);
  return subjectMethods.has(method) ? 0 : -1;
}

/** Names that functions of the crate hand on to a client as its subject, as they came. */
function handedOn(
  { calls }: NatsCode,
  isMeant: (method: string) => boolean,
): ReadonlyMap<Definition, ReadonlySet<string>> {
  const names = new Map<Definition, Set<string>>();
  for (const { code, call } of calls) {
    const [first] = call.arguments;
    if (first === undefined || !subjectMethods.has(call.name) || !isMeant(call.name)) continue;
    const [word, ...rest] = code.body.source.rangeText(first).match(/\w+/g) ?? [];
    if (word === undefined || !rest.every((one) => /^(?:to_string|to_owned|into|clone|as_str)$/.test(one))) continue;
    names.set(code.owner, (names.get(code.owner) ?? new Set()).add(word));
  }
  return names;
}

const subjectPlace = (method: Definition): number =>
  method.item('function')?.signature.params.findIndex(({ name }) => /(?:^|_)subject$/.test(name ?? '')) ?? -1;

/** Values of `subjects: …` and its like in struct literals. */
function fieldValues({ body }: CodeBody): TokenRange[] {
  const { kind, match } = body.source.tokens;
  return filledFields(body, (name) => configFields.has(name)).map((token) => {
    let to = token + 2;
    while (to < body.range.to && kind[to] !== Punct.Comma && kind[to] !== Punct.CloseBrace) {
      const close = match[to] ?? -1;
      to = close > to ? close + 1 : to + 1;
    }
    return { from: token + 2, to };
  });
}

/** Reply inboxes, the server's own subjects (those of buckets and object stores too), and what is filled in altogether: `{prefix}{key}`. */
const isReserved = (value: string): boolean =>
  /^(?:_INBOX\.|\$(?:JS|SRV|SYS|KV|O)\.)/.test(value) || /^(?:\{[^}]*\})*(?:(?<=\})[*>])?$/.test(value);

/** @returns what is wrong with a subject, `context.aggregate.event`; undefined when nothing is */
export function subjectProblem(value: string): string | undefined {
  const tokens = value.split('.');
  if (tokens.length < 2) return 'one token only, where context.aggregate.event is asked for';
  if (tokens.includes('')) return 'an empty token';
  const reserved = tokens.find((token) => token.startsWith('_'));
  if (reserved !== undefined) return `token "${reserved}" begins with _, as only the server's own do`;
  const odd = tokens.find((token) => !isWord(token));
  if (odd !== undefined) return `token "${odd}" is not made of a-z, 0-9, - and _`;
  const greater = tokens.indexOf('>');
  if (greater >= 0 && greater < tokens.length - 1) return '> stands before the end';
  const version = tokens.findIndex((token) => /^v\d+$/.test(token));
  return version >= 0 && version < tokens.length - 1 ? `version ${tokens[version]} stands before the end` : undefined;
}

/** Lower case; `{…}` stands for what is filled in; `*` and `>` only as whole tokens. */
function isWord(token: string): boolean {
  if (token === '*' || token === '>') return true;
  const plain = token.replace(/\{[^{}]*\}/g, '');
  return /^[a-z0-9_-]*$/.test(plain);
}
