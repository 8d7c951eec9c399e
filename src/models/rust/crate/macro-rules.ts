/** `macro_rules!` (Rust Reference: "Macros By Example"): a definition read into rules, a call matched against them, the chosen rule written out. */
import { Cursor } from '../cursor.ts';
import type { SourceFile, TokenRange } from '../syntax.ts';
import { isWord, Punct } from '../token.ts';
import { takeFragment } from './macro-fragments.ts';

type Matcher =
  | { readonly kind: 'token'; readonly text: string }
  | { readonly kind: 'group'; readonly open: number; readonly inner: readonly Matcher[] }
  | { readonly kind: 'fragment'; readonly name: string; readonly fragment: string }
  | Repetition;

interface Repetition {
  readonly kind: 'repetition';
  readonly inner: readonly Matcher[];
  readonly separator: readonly string[];
  readonly operator: string;
}

export interface MacroRule {
  readonly matcher: readonly Matcher[];
  /** What it writes, inside the delimiters. */
  readonly body: TokenRange;
}

/** What a metavariable stands for: tokens of the call, or one entry for each repetition. */
export type Bound = TokenRange | Bound[];
export type Bindings = Map<string, Bound>;

/** Reads `(matcher) => { body }; …`. Rules that make no sense are left out. */
export function parseMacroRules(source: SourceFile, body: TokenRange): readonly MacroRule[] {
  const rules: MacroRule[] = [];
  const c = new Cursor(source, body);
  while (!c.done) {
    const matcher = c.takeGroup();
    if (!c.takePair(Punct.Equal, Punct.Greater)) break;
    const written = c.takeGroup();
    rules.push({ matcher: parseMatchers(c.inside(matcher)), body: written });
    c.take(Punct.Semi);
  }
  return rules;
}

function isOpening(kind: number): boolean {
  return kind === Punct.OpenParen || kind === Punct.OpenBracket || kind === Punct.OpenBrace;
}

function parseMatchers(c: Cursor): Matcher[] {
  const matchers: Matcher[] = [];
  while (!c.done) {
    const kind = c.kind();
    if (kind === Punct.Dollar && c.kind(1) === Punct.OpenParen) {
      c.at += 1;
      matchers.push(parseRepetition(c));
    } else if (kind === Punct.Dollar && isWord(c.kind(1)) && c.kind(2) === Punct.Colon) {
      c.at += 1;
      const name = c.takeName();
      c.at += 1;
      matchers.push({ kind: 'fragment', name, fragment: c.takeName() });
    } else if (isOpening(kind)) {
      matchers.push({ kind: 'group', open: kind, inner: parseMatchers(c.inside(c.takeGroup())) });
    } else {
      matchers.push({ kind: 'token', text: c.text() });
      c.at += 1;
    }
  }
  return matchers;
}

/** The cursor stands at the `(` of `$( … ) separator operator`. */
function parseRepetition(c: Cursor): Repetition {
  const inner = parseMatchers(c.inside(c.takeGroup()));
  const { separator, operator } = takeRepetitionTail(c);
  return { kind: 'repetition', inner, separator, operator };
}

function isOperator(kind: number): boolean {
  return kind === Punct.Star || kind === Punct.Plus || kind === Punct.Question;
}

function takeRepetitionTail(c: Cursor): { separator: string[]; operator: string } {
  const separator: string[] = [];
  while (!c.done && separator.length < 4 && !isOperator(c.kind())) {
    separator.push(c.text());
    c.at += 1;
  }
  const operator = c.text();
  c.at += 1;
  return { separator, operator };
}

// ---- matching ---------------------------------------------------------------------------------------------------------

/** Steps one call may take; real calls take thousands at most. */
const maxSteps = 400_000;

class Matching {
  steps = 0;

  sequence(matchers: readonly Matcher[], c: Cursor, bindings: Bindings): boolean {
    return matchers.every((matcher) => this.one(matcher, c, bindings));
  }

  one(matcher: Matcher, c: Cursor, bindings: Bindings): boolean {
    this.steps += 1;
    if (this.steps > maxSteps) return false;
    switch (matcher.kind) {
      case 'token':
        if (c.done || c.text() !== matcher.text) return false;
        c.at += 1;
        return true;
      case 'group': {
        if (!c.is(matcher.open)) return false;
        const inside = c.inside(c.takeGroup());
        return this.sequence(matcher.inner, inside, bindings) && inside.done;
      }
      case 'fragment': {
        const from = c.at;
        if (matcher.fragment !== 'vis' && c.done) return false;
        if (!takeFragment(matcher.fragment, c) || c.at > c.to) return false;
        bindings.set(matcher.name, { from, to: c.at });
        return true;
      }
      case 'repetition':
        return this.repetition(matcher, c, bindings);
    }
  }

  /**
   * Greedy, as rustc's matcher is in effect: what could both go on and end is an error there. Only of `$(, $x:ident $(,)?)*` the comma
   * may be that of the next round.
   */
  repetition(matcher: Repetition, c: Cursor, bindings: Bindings): boolean {
    const names: string[] = [];
    collectNames(matcher.inner, names);
    const lists = new Map<string, Bound[]>(names.map((name) => [name, []]));
    const last = matcher.inner.at(-1);
    const tail = last !== undefined && isOptionalTokens(last) ? last : undefined;
    const inner = tail === undefined ? matcher.inner : matcher.inner.slice(0, -1);
    let count = 0;
    let beforeTail = c.at;
    while (matcher.operator !== '?' || count === 0) {
      const from = c.at;
      const round: Bindings = new Map();
      const goesFrom = (at: number): boolean => {
        c.at = at;
        return (count === 0 || this.separator(matcher.separator, c)) && this.sequence(inner, c, round);
      };
      const goes = goesFrom(from) || (beforeTail < from && goesFrom(beforeTail));
      beforeTail = c.at;
      if (goes && tail !== undefined) this.one(tail, c, round);
      if (!goes || c.at === from) {
        c.at = from;
        break;
      }
      for (const [name, bound] of round) lists.get(name)?.push(bound);
      count += 1;
    }
    for (const [name, list] of lists) bindings.set(name, list);
    return matcher.operator !== '+' || count > 0;
  }

  separator(separator: readonly string[], c: Cursor): boolean {
    for (const text of separator) {
      if (c.done || c.text() !== text) return false;
      c.at += 1;
    }
    return true;
  }
}

/** `$(,)?` */
function isOptionalTokens(matcher: Matcher): boolean {
  return (
    matcher.kind === 'repetition' && matcher.operator === '?' && matcher.inner.every(({ kind }) => kind === 'token')
  );
}

function collectNames(matchers: readonly Matcher[], into: string[]): void {
  for (const matcher of matchers) {
    if (matcher.kind === 'fragment') into.push(matcher.name);
    else if (matcher.kind !== 'token') collectNames(matcher.inner, into);
  }
}

/** The first rule that takes the whole input, with what its metavariables stand for; `too large` where finding it takes too long. */
export function matchRule(
  rules: readonly MacroRule[],
  source: SourceFile,
  input: TokenRange,
): { readonly rule: MacroRule; readonly bindings: Bindings } | 'too large' | undefined {
  const matching = new Matching();
  for (const rule of rules) {
    const bindings: Bindings = new Map();
    const c = new Cursor(source, input);
    if (matching.sequence(rule.matcher, c, bindings) && c.at === c.to) return { rule, bindings };
    if (matching.steps > maxSteps) return 'too large';
  }
  return undefined;
}

export { takeRepetitionTail };
