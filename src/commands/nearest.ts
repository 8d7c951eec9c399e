/** What somebody who mistyped a name may have meant. */
import { distance } from 'fastest-levenshtein';

/** @returns at most three names, nearest first; an id is also found by its part after the slash */
export function nearest(name: string, known: readonly string[]): string[] {
  const far = (candidate: string) => {
    const slug = candidate.slice(candidate.indexOf('/') + 1);
    return Math.min(distance(name, candidate), name.includes('/') ? Number.POSITIVE_INFINITY : distance(name, slug));
  };
  return known
    .map((candidate) => ({ candidate, far: far(candidate) }))
    .filter(({ far }) => far <= Math.max(2, name.length * 0.3))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}
