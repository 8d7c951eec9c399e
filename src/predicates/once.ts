import type { Evidence } from '../rule.ts';

/** What stands in a file that a library and a binary share is told once. */
export function once(all: readonly Evidence[]): Evidence[] {
  return [...new Map(all.map((one) => [JSON.stringify([one.path, one.line, one.column, one.message]), one])).values()];
}
