/** Who supplies the values of a function: followed through its `let`s, each of them once however often it is used. */
import { groupedByEach } from '../collections/grouped.ts';
import type { Call, MethodCall } from '../rust/body.ts';
import { isExternal } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calledPath, resolveInside } from '../rust-bodies/callee.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { firstFrom, Tokens } from '../rust-bodies/places.ts';
import { usesOf } from '../rust-bodies/token-text.ts';
import { WalkedNames } from './walked.ts';

/** `outside`: a caller or peer supplies it. `own`: a literal or the crate's own text. `unknown`: cannot be told from the function alone. */
export type Supplier = 'outside' | 'own' | 'unknown';

/** Calls that read what somebody else wrote. The environment and files on disk are the operator's: neither a caller nor a peer. */
const READERS = /^(?:std::io::(?:stdin|read_to_string)|tokio::io::stdin)$/;
const OPERATOR = /^(?:std::env::\w+|dotenvy?::\w+|(?:std|tokio)::fs::\w+)$/;
const READING_METHODS = new Set([
  'recv',
  'next',
  'read_line',
  'read_to_string',
  'read_to_end',
  'text',
  'bytes',
  'json',
  'lines',
  'body',
  'query',
  'try_next',
  'recv_from',
  'read',
]);
/** These read from a stream when they are awaited, and else walk over a list. */
const WALKING = new Set(['bytes', 'lines', 'next', 'query']);
/** Methods that fill what they are lent: `reader.read_line(&mut line)`. */
const FILLING =
  /^(?:read(?:_line|_until|_to_end|_to_string|_exact|_buf|_vectored)?|(?:try_)?recv(?:_from|_buf)?|peek(?:_from)?)$/;
const PEERS =
  /\b(?:TcpStream|UdpSocket|Unix(?:Stream|Datagram|Socket)|stdin)\b|socket|(?:^|[^a-z])(?:tcp|peer|conn(?:ection)?)/;
const SUPPLIED =
  /^(?:payload|body|request|req|msg|message|input|raw|buf|buffer|bytes|packet|frame|headers?|query|params?|line)$/;

const MAX_STEPS = 6;

/** What the names before a place come to, as far as they have been looked at. */
interface Summed {
  next: number;
  supplier: Supplier;
}

export class Suppliers {
  readonly #code: CodeBody;
  readonly #open: boolean;
  #reading: Tokens | undefined;
  #operator: Tokens | undefined;
  #formats: Tokens | undefined;
  #variables: readonly Variable[] | undefined;
  readonly #summed = new Map<string, Summed>();
  readonly #parameters = new Map<string, boolean>();
  readonly #walked: WalkedNames;

  /** @param open whether others can call the function */
  constructor(code: CodeBody, open: boolean) {
    this.#code = code;
    this.#open = open;
    this.#walked = new WalkedNames(code.body);
  }

  /** Who supplies what a range evaluates to. Without any variable it is the crate's own. */
  of(range: TokenRange, steps = 0): Supplier {
    const { calls, macros } = this.#code.body;
    this.#reading ??= new Tokens(calls.filter((call) => this.#reads(call)).map(({ token }) => token));
    if (this.#reading.anyIn(range)) return 'outside';
    this.#operator ??= new Tokens(calls.filter((call) => OPERATOR.test(this.#path(call))).map(({ token }) => token));
    if (this.#operator.anyIn(range)) return 'unknown';
    this.#variables ??= variablesIn(this.#code, this.#code.body.range);
    const from = firstFrom(this.#variables, range.from, tokenOf);
    const to = firstFrom(this.#variables, range.to, tokenOf);
    // What `self` holds may have come from anywhere.
    if (from === to) return /\bself\b/.test(this.#code.body.source.rangeText(range)) ? 'unknown' : 'own';
    this.#formats ??= new Tokens(macros.filter(({ name }) => name === 'format').map(({ token }) => token));
    if (this.#formats.anyIn(range) || this.#makesText(range)) return 'unknown';
    return this.#sum(from, to, range.from, steps);
  }

  #path(call: Call): string {
    return calledPath(this.#code, call) ?? '';
  }

  #reads(call: Call): boolean {
    if (call.kind !== 'method') return READERS.test(this.#path(call));
    if (!READING_METHODS.has(call.name)) return false;
    return !WALKING.has(call.name) || this.#code.body.source.tokenText(call.args.to + 2) === 'await';
  }

  /** Text that the crate made: what went into it may be a number as well as anything else. */
  #makesText({ to }: TokenRange): boolean {
    const last = BodyIndex.of(this.#code.body).callBefore(to);
    return last?.kind === 'method' && last.name === 'to_string';
  }

  /** What the variables come to. Of a chain of calls each has all that stands before it, so that it goes on from there. */
  #sum(from: number, to: number, before: number, steps: number): Supplier {
    const key = `${before} ${steps}`;
    let summed = this.#summed.get(key);
    if (summed === undefined || summed.next > to) {
      summed = { next: from, supplier: 'own' };
      this.#summed.set(key, summed);
    }
    while (summed.next < to && summed.supplier !== 'outside') {
      const { name } = this.#variables![summed.next]!;
      const one = this.#ofName(name, before, steps);
      if (one !== 'own') summed.supplier = one;
      summed.next += 1;
    }
    return summed.supplier;
  }

  #ofName(name: string, before: number, steps: number): Supplier {
    if (/^[A-Z][A-Z0-9_]*$/.test(name)) return 'own';
    const { body } = this.#code;
    const walked = this.#walked.walkedBy(name, before);
    if (walked !== undefined)
      return walked === 'unknown' || steps >= MAX_STEPS ? 'unknown' : this.#ofParts(walked, steps);
    const bound = BodyIndex.of(body).letBefore(name, before);
    const filled = this.#filledBy(name, bound?.token ?? body.range.from, before);
    if (filled !== undefined) return this.#readsPeer(filled.receiver, steps) ? 'outside' : 'unknown';
    if (bound?.initializer !== undefined && steps < MAX_STEPS) return this.of(bound.initializer, steps + 1);
    if (this.#isParameter(name)) return this.#open || SUPPLIED.test(name) ? 'outside' : 'unknown';
    return 'unknown';
  }

  /** An empty list that is filled later holds what nobody knows. */
  #ofParts(value: TokenRange, steps: number): Supplier {
    const supplier = this.of(value, steps + 1);
    const isName = this.#code.body.source.tokens.kind[value.from] === Kind.Identifier;
    const isConstant = /^[A-Z]/.test(this.#code.body.source.tokenText(value.from));
    return supplier === 'own' && isName && !isConstant ? 'unknown' : supplier;
  }

  #filling: ReadonlyMap<string, readonly MethodCall[]> | undefined;

  /** The call that last wrote into a buffer before it is used. */
  #filledBy(name: string, from: number, before: number): MethodCall | undefined {
    this.#filling ??= fillingCalls(this.#code);
    const calls = this.#filling.get(name) ?? [];
    for (let at = firstFrom(calls, before, tokenOf) - 1; at >= 0 && calls[at]!.token > from; at -= 1)
      if (calls[at]!.args.to < before) return calls[at];
    return undefined;
  }

  readonly #peers = new Map<string, boolean>();

  /** A socket or the standard input, also behind a buffering reader; what is read from a file is the operator's. */
  #readsPeer(receiver: TokenRange, steps: number): boolean {
    const key = `${receiver.from} ${receiver.to} ${steps}`;
    const known = this.#peers.get(key) ?? this.#findPeer(receiver, steps);
    this.#peers.set(key, known);
    return known;
  }

  #findPeer(receiver: TokenRange, steps: number): boolean {
    const { body, owner } = this.#code;
    if (PEERS.test(body.source.rangeText(receiver))) return true;
    if (steps >= MAX_STEPS) return false;
    return variablesIn(this.#code, receiver).some(({ name }) => {
      const bound = BodyIndex.of(body).letBefore(name, receiver.from);
      if (bound?.initializer !== undefined) return this.#readsPeer(bound.initializer, steps + 1);
      const type = owner.item('function')?.signature.params.find((param) => param.name === name)?.type;
      return type !== undefined && PEERS.test(owner.source.spanText(type.span));
    });
  }

  #isParameter(name: string): boolean {
    let known = this.#parameters.get(name);
    if (known === undefined) {
      const { owner } = this.#code;
      const params = owner.item('function')?.signature.params ?? [];
      known = params.some(
        ({ name: own, pattern, type }) =>
          (own === name && !(type !== undefined && isChoice(this.#code, owner.source.spanText(type.span)))) ||
          (own !== name && usesOf(owner.source, pattern, name).length > 0),
      );
      this.#parameters.set(name, known);
    }
    return known;
  }
}

/** An enum of the crate without any content: who calls can only choose among what the crate has written. */
function isChoice(code: CodeBody, type: string): boolean {
  const target = resolveInside(code, type.replace(/^&\s*/, ''));
  if (target === undefined || isExternal(target)) return false;
  return target.item('enum')?.variants.every(({ fields }) => fields.length === 0) ?? false;
}

/** Calls that fill what they are lent, by its name, in order: `reader.read_line(&mut line)`. */
function fillingCalls({ body }: CodeBody): ReadonlyMap<string, readonly MethodCall[]> {
  const filling = body.calls
    .filter((call): call is MethodCall => call.kind === 'method' && FILLING.test(call.name))
    .sort((a, b) => a.token - b.token);
  const lent = (argument: TokenRange) =>
    /^&\s*mut\s+(?:self\s*\.\s*)?(\w+)\b/.exec(body.source.rangeText(argument))?.[1] ?? [];
  return groupedByEach(filling, (call) => new Set(call.arguments.flatMap(lent)));
}

interface Variable {
  readonly token: number;
  readonly name: string;
}

const tokenOf = ({ token }: { readonly token: number }): number => token;

/** Names of values in an expression: fields, methods, paths, macros and types left out. */
export function variablesIn({ body }: CodeBody, range: TokenRange): Variable[] {
  const { kind } = body.source.tokens;
  const found: Variable[] = [];
  for (let at = range.from; at < range.to; at += 1) {
    if (kind[at] !== Kind.Identifier) continue;
    const next = kind[at + 1];
    const qualified = kind[at - 1] === Punct.Dot || (kind[at - 1] === Punct.Colon && kind[at - 2] === Punct.Colon);
    const path = next === Punct.Colon && kind[at + 2] === Punct.Colon;
    if (qualified || path || next === Punct.OpenParen || next === Punct.Bang) continue;
    const name = body.source.tokenText(at);
    if (!/^(?:self|mut|ref|move|as|true|false)$/.test(name) && !/^[A-Z][a-z]/.test(name))
      found.push({ token: at, name });
  }
  return found;
}
