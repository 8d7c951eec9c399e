/** Which condition each line of a file stands under. */
import type { ConditionalCode } from './conditional-code.ts';
import type { Condition } from './conditions.ts';

/** @param places of one file, what stands around others before these: of those that hold a line the last one counts */
export function conditionsByLine(places: readonly ConditionalCode[]): ReadonlyMap<number, Condition> {
  const found = new Map<number, Condition>();
  /** From a line that is settled to one after it that may not be. */
  const settled = new Map<number, number>();
  for (const place of [...places].reverse()) {
    const [first, last] = linesOf(place);
    for (let line = nextOpen(settled, first); line <= last; line = nextOpen(settled, line)) {
      found.set(line, place.when);
      settled.set(line, line + 1);
    }
  }
  return found;
}

function linesOf({ source, tokens: { from, to } }: ConditionalCode): readonly [number, number] {
  const { start, end } = source.tokens;
  return [source.position(start[from]!).line, source.position(end[to - 1]!).line];
}

/** The first line from one on that is not settled; what was gone past is left out the next time. */
function nextOpen(settled: Map<number, number>, from: number): number {
  let line = from;
  for (let next = settled.get(line); next !== undefined; next = settled.get(line)) line = next;
  for (let passed = from; passed < line; ) {
    const next = settled.get(passed)!;
    settled.set(passed, line);
    passed = next;
  }
  return line;
}
