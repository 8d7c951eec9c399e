/**
 * Wildcards of paths as git has them (gitignore(5), wildmatch), in time linear in pattern times path: patterns come from
 * strangers, and as regular expressions some would run for ever.
 */

type Token =
  | { readonly kind: 'star' | 'any' }
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'class'; has(char: string): boolean };
/** `**` as a whole segment, or what one name must look like. */
type Segment = '**' | readonly Token[];

/**
 * @param pattern segments of `*`, `?`, `[…]`, `\x` and literals, with `**` for any number of folders
 * @returns a test of whole relative paths; a pattern that is no valid one matches nothing
 */
export function compileWildcard(pattern: string): (path: string) => boolean {
  const segments: Segment[] = [];
  for (const text of splitSegments(pattern)) {
    const segment = /^\*\*+$/.test(text) ? '**' : readSegment(text);
    if (segment === undefined) return () => false;
    segments.push(segment);
  }
  // `a/**` means everything below a, and not a itself.
  if (segments.at(-1) === '**') segments.push([{ kind: 'star' }]);
  return (path) =>
    matchList(
      segments,
      path.split('/'),
      (segment) => segment === '**',
      (segment, name) => segment !== '**' && matchName(segment, name),
    );
}

const matchName = (tokens: readonly Token[], name: string): boolean =>
  matchList(
    tokens,
    [...name],
    ({ kind }) => kind === 'star',
    (token, char) =>
      token.kind === 'any' || (token.kind === 'char' ? token.char === char : token.kind === 'class' && token.has(char)),
  );

/** The well-known walk with one point to come back to: a later star never has to give way for an earlier one. */
export function matchList<P, T>(
  pattern: readonly P[],
  list: readonly T[],
  isStar: (part: P) => boolean,
  fits: (part: P, item: T) => boolean,
): boolean {
  let at = 0;
  let star = -1;
  let back = 0;
  for (let place = 0; place < list.length; ) {
    const part = pattern[at];
    const item = list[place] as T;
    if (part !== undefined && isStar(part)) {
      star = at++;
      back = place;
    } else if (part !== undefined && fits(part, item)) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star + 1;
      place = ++back;
    } else return false;
  }
  while (at < pattern.length && isStar(pattern[at] as P)) at++;
  return at === pattern.length;
}

/** Cuts at slashes, but not within brackets: `[/a]` is one class, though it never matches the slash. */
function splitSegments(pattern: string): string[] {
  const chars = [...pattern];
  const segments: string[] = [];
  let start = 0;
  for (let at = 0; at < chars.length; at++) {
    if (chars[at] === '[') at = readClass(chars, at)?.end ?? at;
    else if (chars[at] === '\\') at++;
    if (chars[at] !== '/') continue;
    segments.push(chars.slice(start, at).join(''));
    start = at + 1;
  }
  return [...segments, chars.slice(start).join('')];
}

function readSegment(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const chars = [...text];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? '';
    if (char === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (char === '?') tokens.push({ kind: 'any' });
    else if (char === '[') {
      const found = readClass(chars, at);
      if (found === undefined) return undefined;
      tokens.push(found.token);
      at = found.end;
    } else {
      const literal = char === '\\' ? chars[++at] : char;
      if (literal === undefined) return undefined;
      tokens.push({ kind: 'char', char: literal });
    }
  }
  return tokens;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  ...{ alnum: /[A-Za-z0-9]/, alpha: /[A-Za-z]/, blank: /[ \t]/, cntrl: /[\x00-\x1f\x7f]/, digit: /[0-9]/ },
  ...{ graph: /[!-~]/, lower: /[a-z]/, print: /[ -~]/, punct: /[!-/:-@[-`{-~]/, space: /\s/, upper: /[A-Z]/ },
  xdigit: /[0-9A-Fa-f]/,
};

function readClass(chars: readonly string[], open: number): { token: Token; end: number } | undefined {
  let at = open + 1;
  const negated = chars[at] === '!' || chars[at] === '^';
  if (negated) at++;
  const tests: ((char: string) => boolean)[] = [];
  for (let first = true; first || chars[at] !== ']'; first = false) {
    if (at >= chars.length) return undefined;
    const named = /^\[:([a-z]*):\]/.exec(chars.slice(at, at + 12).join(''));
    if (named) {
      const known = CLASSES[named[1] ?? ''];
      if (known === undefined) return undefined;
      tests.push((char) => known.test(char));
      at += named[0].length;
      continue;
    }
    if (chars[at] === '\\') at++;
    const from = chars[at++];
    if (from === undefined) return undefined;
    let to = from;
    if (chars[at] === '-' && chars[at + 1] !== ']' && chars[at + 1] !== undefined) {
      at++;
      if (chars[at] === '\\') at++;
      to = chars[at++] ?? from;
    }
    tests.push((char) => from <= char && char <= to);
  }
  return { token: { kind: 'class', has: (char) => tests.some((test) => test(char)) !== negated }, end: at };
}
