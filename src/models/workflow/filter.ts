/**
 * Whether a branch, tag or path matches one pattern of a workflow's filters: `*` (no slash), `**`, `?` and `+` (zero or one, one or more of
 * the preceding character), `[]`, `\`. https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#filter-pattern-cheat-sheet
 */
export function matchesPattern(pattern: string, name: string): boolean {
  if (pattern.length > 500) return false;
  // A matcher of our own: patterns are untrusted, and a regular expression made of them could run for ever.
  return matchFrom(parsePattern(pattern), name);
}

interface Piece {
  readonly test: (char: string) => boolean;
  readonly min: number;
  readonly max: number;
  /** The piece as a character, for an example of what it matches. */
  readonly sample: string;
}

function parsePattern(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  const chars = [...pattern];
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] as string;
    const last = pieces.at(-1);
    if (char === '*' && chars[at + 1] === '*') {
      at += 1;
      // `**/` matches no folder at all too.
      if (chars[at + 1] === '/') {
        at += 1;
        pieces.push({ test: () => true, min: 0, max: Number.POSITIVE_INFINITY, sample: '' });
      } else pieces.push({ test: () => true, min: 0, max: Number.POSITIVE_INFINITY, sample: '1.2.3' });
    } else if (char === '*') {
      pieces.push({ test: (other) => other !== '/', min: 0, max: Number.POSITIVE_INFINITY, sample: '1.2.3' });
    } else if ((char === '?' || char === '+') && last !== undefined && last.max === 1) {
      pieces[pieces.length - 1] = {
        ...last,
        min: char === '?' ? 0 : 1,
        max: char === '?' ? 1 : Number.POSITIVE_INFINITY,
      };
    } else if (char === '[') {
      const close = chars.indexOf(']', at + 1);
      if (close < 0) return [{ test: () => false, min: 1, max: 1, sample: '' }];
      pieces.push(classPiece(chars.slice(at + 1, close)));
      at = close;
    } else {
      const literal = char === '\\' ? (chars[at + 1] ?? char) : char;
      if (char === '\\') at += 1;
      pieces.push({ test: (other) => other === literal, min: 1, max: 1, sample: literal });
    }
  }
  return pieces;
}

function classPiece(inside: readonly string[]): Piece {
  const ranges: [string, string][] = [];
  for (let at = 0; at < inside.length; at += 1) {
    const from = inside[at] as string;
    const ranged = inside[at + 1] === '-' && inside[at + 2] !== undefined;
    ranges.push([from, ranged ? (inside[at + 2] as string) : from]);
    if (ranged) at += 2;
  }
  return {
    test: (char) => ranges.some(([from, to]) => char >= from && char <= to),
    min: 1,
    max: 1,
    sample: ranges[0]?.[1] === '9' ? '1' : (ranges[0]?.[0] ?? ''),
  };
}

/** All states at once, so that the time is pattern times name. */
function matchFrom(pieces: readonly Piece[], name: string): boolean {
  let states = closure(pieces, new Set([0]));
  for (const char of name) {
    const next = new Set<number>();
    for (const state of states) {
      const piece = pieces[state];
      if (piece?.test(char) !== true) continue;
      next.add(state + 1);
      if (piece.max > 1) next.add(state + 0.5);
    }
    // Half a state: the piece has matched once and may match again, or not.
    const whole = new Set<number>();
    for (const state of next) {
      whole.add(Math.ceil(state));
      if (!Number.isInteger(state)) whole.add(Math.floor(state));
    }
    states = closure(pieces, whole);
    if (states.size === 0) return false;
  }
  return states.has(pieces.length);
}

function closure(pieces: readonly Piece[], states: ReadonlySet<number>): Set<number> {
  const all = new Set(states);
  for (const state of all) if (pieces[state]?.min === 0) all.add(state + 1);
  return all;
}

/** Whether a list of patterns lets a name through: later ones win, `!` takes out again. */
export function passesFilter(patterns: readonly string[], name: string): boolean {
  let passes = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    if (matchesPattern(negated ? pattern.slice(1) : pattern, name)) passes = !negated;
  }
  return passes;
}

/** Some name that a pattern matches, such as `v1.2.3` for `v*`; undefined when the guess does not match. */
export function sampleOf(pattern: string): string | undefined {
  const sample = parsePattern(pattern)
    .map((piece) => piece.sample)
    .join('');
  return matchesPattern(pattern, sample) ? sample : undefined;
}
