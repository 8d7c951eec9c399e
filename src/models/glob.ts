/**
 * Globs over paths: `*` and `?` within a segment, `**` across segments, a folder (`docs/`) for all below it.
 * Matched without regular expressions, in time linear in pattern and path per star, since patterns can come from the
 * audited repository.
 */

/** @returns whether the whole path matches; case counts */
export function matchesGlob(glob: string, path: string): boolean {
  const pattern = (glob.endsWith('/') ? `${glob}**` : glob).replace(/^\.\//, '').split('/');
  return matchSegments(pattern, path.split('/'));
}

/** `**` as a segment takes any number of segments; greedy with one point to come back to, as wildcard matching allows. */
function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let at = 0;
  let seen = 0;
  let starAt = -1;
  let starSeen = 0;
  while (seen < path.length) {
    const part = pattern[at];
    if (part === '**') {
      starAt = at;
      starSeen = seen;
      at += 1;
    } else if (part !== undefined && matchSegment(part, path[seen] ?? '')) {
      at += 1;
      seen += 1;
    } else if (starAt >= 0) {
      at = starAt + 1;
      starSeen += 1;
      seen = starSeen;
    } else return false;
  }
  while (pattern[at] === '**') at += 1;
  return at === pattern.length;
}

function matchSegment(pattern: string, text: string): boolean {
  let at = 0;
  let seen = 0;
  let starAt = -1;
  let starSeen = 0;
  while (seen < text.length) {
    const char = pattern[at];
    if (char === '*') {
      starAt = at;
      starSeen = seen;
      at += 1;
    } else if (char === '?' || (char !== undefined && char === text[seen])) {
      at += 1;
      seen += 1;
    } else if (starAt >= 0) {
      at = starAt + 1;
      starSeen += 1;
      seen = starSeen;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
