/** How many events a test makes: `OrderEvent::Paid { … }`, `OrderPaid::new(…)`, and calls of functions that give one. */
import { memo } from '../collections/memo.ts';
import type { Body } from '../rust/body.ts';
import { codeOf } from '../rust/code.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';
import type { SourceFile } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { Cover } from '../rust-bodies/places.ts';

/** What a file's words mean. */
export interface NamesInFile {
  /** Events of the crate, and the types that hold them. */
  readonly events: ReadonlySet<string>;
  /** Types that the file declares itself, which are none of the crate's events whatever they are called. */
  readonly others: ReadonlySet<string>;
}

const names = (words: readonly string[], { events, others }: NamesInFile): boolean =>
  words.some((word) => events.has(word)) && !words.some((word) => others.has(word));

/** Names that say nothing of what is made by them. */
const anything = /^(?:new|from(?:_str)?|try_from|into|default|clone|parse|deserialize|build|get|next|pop|for_tests?)$/;

/** Names of functions that give an event, or a list of them, by what they are declared to return. */
export function eventMakers(
  files: Iterable<SourceFile>,
  eventsIn: (file: SourceFile) => NamesInFile,
): ReadonlyMap<string, number> {
  const makers = new Map<string, number>();
  for (const file of files) {
    const known = eventsIn(file);
    for (const { owner, enclosing } of codeOf(file)) {
      const output = owner.kind === 'function' ? owner.signature.output : undefined;
      const isOfType = enclosing.some(({ kind }) => kind === 'impl');
      // Every type may have its own `for_test`: only the type that it is called on says what it makes.
      if (output === undefined || (isOfType && anything.test(owner.name))) continue;
      const text = file.spanText(output.span);
      if (!names(text.match(/\w+/g) ?? [], known)) continue;
      makers.set(owner.name, /\bVec\b|\[|,/.test(text.replace(/,\s*\w*Error\w*|^\s*\(/g, '')) ? 2 : 1);
    }
  }
  return makers;
}

/** Functions of the crate that make events, such as an aggregate's command handler: those that give them away, not by reference. */
export function commandHandlers(model: CrateModel, events: ReadonlySet<string>): string[] {
  const found = model.definitions.flatMap((one) => {
    const output = one.inBody ? undefined : one.item('function')?.signature.output;
    if (output === undefined || anything.test(one.name)) return [];
    const text = one.source.spanText(output.span);
    return !text.includes('&') && (text.match(/\w+/g) ?? []).some((word) => events.has(word)) ? [one.name] : [];
  });
  return [...new Set(found)];
}

/**
 * Events inside of events (`Event::Paid(OrderPaid { … })`) are one, patterns and types are none, and what a loop makes is several.
 * @param makers what calls of functions by these names give
 */
export function eventsBuilt(body: Body, known: NamesInFile, makers: ReadonlyMap<string, number>): number {
  const { kind, match } = body.source.tokens;
  let count = 0;
  for (let token = body.range.from; token < body.range.to; token++) {
    if (kind[token] !== Kind.Identifier || placesOf(body).patterns.holds(token)) continue;
    const end = pathEnd(body, token);
    const path = namesOf(body, token, end);
    const opens = kind[end] === Punct.OpenParen || kind[end] === Punct.OpenBrace;
    const isEvent = names(path, known) && (opens || path.length > 1 || isValue(kind[token - 1]));
    const made = isEvent ? 1 : kind[end] === Punct.OpenParen ? (makers.get(path.at(-1) ?? '') ?? 0) : 0;
    if (made > 0) count += placesOf(body).repeated.holds(token) ? 2 : made;
    token = made > 0 && opens ? Math.max(match[end] ?? end, end) : end - 1;
  }
  return count;
}

/** A name alone is a unit struct or an imported variant where it is an argument, an element or what is bound. */
function isValue(before: number | undefined): boolean {
  return (
    before === Punct.OpenParen ||
    before === Punct.OpenBracket ||
    before === Punct.Comma ||
    before === Punct.And ||
    before === Punct.Equal
  );
}

/** The token behind `a::b::c` that begins at a name. */
function pathEnd({ source, range }: Body, from: number): number {
  const { kind } = source.tokens;
  let end = from + 1;
  while (
    end + 2 < range.to &&
    kind[end] === Punct.Colon &&
    kind[end + 1] === Punct.Colon &&
    kind[end + 2] === Kind.Identifier
  )
    end += 3;
  return end;
}

function namesOf({ source }: Body, from: number, end: number): string[] {
  const names: string[] = [];
  for (let token = from; token < end; token += 3) names.push(source.tokenText(token));
  return names;
}

const placesOf = memo(({ loops, matches, conditions, lets, macros }: Body) => ({
  repeated: new Cover(loops.map(({ block }) => block)),
  patterns: new Cover([
    ...matches.flatMap(({ arms }) => arms.map(({ pattern }) => pattern)),
    ...conditions.map(({ pattern }) => pattern),
    ...lets.flatMap(({ pattern, type }) => (type === undefined ? [pattern] : [pattern, type])),
    ...macros.filter(({ name }) => /^(?:assert_)?matches$/.test(name)).map(({ body }) => body),
  ]),
}));
