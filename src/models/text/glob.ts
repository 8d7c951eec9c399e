/**
 * Globs over paths: `*` and `?` within a segment, `**` across segments, a folder (`docs/`) for all below it.
 * Matched without regular expressions, in time linear in pattern and path per star, since patterns can come from the
 * audited repository. Simpler than git's wildcards in wildcard.ts: no classes, no escapes, `a/**` is `a` too.
 */
import { matchList } from './wildcard.ts';

/** @returns whether the whole path matches; case counts */
export function matchesGlob(glob: string, path: string): boolean {
  const pattern = (glob.endsWith('/') ? `${glob}**` : glob).replace(/^\.\//, '').split('/');
  return matchList(pattern, path.split('/'), (part) => part === '**', matchesSegment);
}

const matchesSegment = (pattern: string, text: string): boolean =>
  matchList(
    pattern.split(''),
    text.split(''),
    (char) => char === '*',
    (char, seen) => char === '?' || char === seen,
  );
