/** Names that stand for one part of a value after the other: of a `for` loop and of closures that methods of iterators call. */
import type { Body } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';

/** Methods that hand what they are called on to their closure, as it is. */
const HANDING = /^(?:map|for_each|try_for_each|filter_map|flat_map|and_then|inspect|map_while)$/;
/** What was selected, numbered, cut to size or made into text on the way says nothing of where it comes from. */
const SELECTING =
  /\.\s*\.|\b(?:enumerate|zip|r?find\w*|\w*filter\w*|\w+_while|\w*chunks\w*|\w*windows|captures\w*|\w*match\w*|get\w*|keys?|len|to_string)\b/;

export class WalkedNames {
  readonly #body: Body;
  #values: ReadonlyMap<TokenRange, TokenRange> | undefined;

  constructor(body: Body) {
    this.#body = body;
  }

  /** The value whose parts a name stands for at a token: its first name, or all of a literal. Undefined for other names, `unknown` where it cannot be told. */
  walkedBy(name: string, token: number): TokenRange | 'unknown' | undefined {
    const bound = BodyIndex.of(this.#body).boundAt(name, token);
    if (bound === undefined) return undefined;
    this.#values ??= walkedValues(this.#body);
    const value = this.#values.get(bound.pattern);
    return value === undefined ? undefined : this.#root(value);
  }

  #root(value: TokenRange): TokenRange | 'unknown' {
    const { source } = this.#body;
    const { kind } = source.tokens;
    if (SELECTING.test(source.rangeText(value))) return 'unknown';
    let { from } = value;
    while (from < value.to && /^(?:&|&&|mut|\*)$/.test(source.tokenText(from))) from += 1;
    if (/^["[]/.test(source.tokenText(from))) return value;
    const stands = from + 1 === value.to || kind[from + 1] === Punct.Dot;
    return kind[from] === Kind.Identifier && stands ? { from, to: from + 1 } : 'unknown';
  }
}

function walkedValues(body: Body): ReadonlyMap<TokenRange, TokenRange> {
  const index = BodyIndex.of(body);
  const values = new Map<TokenRange, TokenRange>();
  for (const { pattern, header, kind } of body.loops)
    if (kind === 'for' && pattern !== undefined) values.set(pattern, header);
  for (const { params, token } of body.closures) {
    const call = index.callAround(token);
    if (call?.kind === 'method' && HANDING.test(call.name)) values.set(params, call.receiver);
  }
  return values;
}
