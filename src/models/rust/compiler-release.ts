/**
 * The stable release that code is taken to meet: what the agreement with the compiler was measured with. That it lacks what was
 * stable before is certain; what a later one brings is not known.
 */
const release: readonly number[] = [1, 95, 0];

/** The sign of the release less a version, as far as that has parts: 0 where they are the same. */
export function compareRelease(version: readonly number[]): number {
  const parts = release.slice(0, version.length);
  return Math.sign(parts.map((part, index) => part - version[index]!).find((part) => part !== 0) ?? 0);
}
