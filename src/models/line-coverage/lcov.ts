import {
  addLine,
  type CoverageProblem,
  type CoverageReport,
  type CoveredLines,
  countLines,
  type LineCount,
} from './report.ts';

/** Reads an lcov trace file; https://github.com/linux-test-project/lcov (geninfo(1), "FILES"). A file may stand in it several times. */
export function parseLcov(text: string): CoverageReport | CoverageProblem {
  const lines = new Map<string, CoveredLines>();
  const sums = new Map<string, LineCount>();
  let current: string | undefined;
  let found = 0;
  let hit = 0;
  const rows = text.split(/\r?\n/);
  for (let n = 0; n < rows.length; n += 1) {
    const row = rows[n] as string;
    const colon = row.indexOf(':');
    const key = colon < 0 ? row.trim() : row.slice(0, colon);
    const value = row.slice(colon + 1);
    if (key === 'SF') {
      current = value.trim();
      found = 0;
      hit = 0;
    } else if (key === 'DA' && current !== undefined) {
      const [line, count] = value.split(',').map(Number);
      if (!Number.isInteger(line) || count === undefined || Number.isNaN(count))
        return { message: `no line and count: ${row.slice(0, 40)}`, line: n + 1 };
      addLine(linesOf(lines, current), line as number, count);
    } else if (key === 'LF') found = Number(value) || 0;
    else if (key === 'LH') hit = Number(value) || 0;
    else if (key === 'end_of_record' && current !== undefined) {
      sums.set(current, { covered: Math.min(hit, found), total: found });
      current = undefined;
    }
  }
  if (current !== undefined) return { message: 'the report ends in the middle of a file', line: rows.length };
  const files = new Map(
    [...sums].map(([file, sum]) => [file, lines.has(file) ? countLines(linesOf(lines, file)) : sum] as const),
  );
  return { format: 'lcov', files };
}

function linesOf(lines: Map<string, CoveredLines>, file: string): CoveredLines {
  let known = lines.get(file);
  if (known === undefined) {
    known = new Map();
    lines.set(file, known);
  }
  return known;
}
