import type { CoverageProblem, CoverageReport, LineCount } from './report.ts';

/** Reads the JSON of tarpaulin (`files` with paths in pieces) or of llvm-cov (`data` with summaries); undefined for other JSON. */
export function parseCoverageJson(text: string): CoverageReport | CoverageProblem | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { message: 'no valid JSON', line: undefined };
  }
  const files = listIn(json, 'files');
  if (files?.some((file) => listIn(file, 'traces') !== undefined)) return readTarpaulin(files);
  const data = listIn(json, 'data');
  return data !== undefined && String(fieldOf(json, 'type')).startsWith('llvm.coverage')
    ? readLlvmCov(data)
    : undefined;
}

function readTarpaulin(files: readonly unknown[]): CoverageReport | CoverageProblem {
  const counts = new Map<string, LineCount>();
  for (const file of files) {
    const path = listIn(file, 'path')?.map(String).join('/').replace(/^\/+/, '/');
    const covered = fieldOf(file, 'covered');
    const total = fieldOf(file, 'coverable');
    if (path === undefined || typeof covered !== 'number' || typeof total !== 'number') {
      return { message: 'a file without path, covered and coverable', line: undefined };
    }
    counts.set(path, { covered: Math.min(covered, total), total });
  }
  return { format: 'tarpaulin JSON', files: counts };
}

function readLlvmCov(data: readonly unknown[]): CoverageReport | CoverageProblem {
  const counts = new Map<string, LineCount>();
  for (const file of data.flatMap((part) => listIn(part, 'files') ?? [])) {
    const lines = fieldOf(fieldOf(file, 'summary'), 'lines');
    const path = fieldOf(file, 'filename');
    const covered = fieldOf(lines, 'covered');
    const total = fieldOf(lines, 'count');
    if (typeof path !== 'string' || typeof covered !== 'number' || typeof total !== 'number') {
      return { message: 'a file without filename and summary of lines', line: undefined };
    }
    counts.set(path, { covered: Math.min(covered, total), total });
  }
  if (counts.size === 0)
    return { message: 'only totals: without its files nobody can tell what was covered', line: undefined };
  return { format: 'llvm-cov JSON', files: counts };
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function listIn(value: unknown, key: string): readonly unknown[] | undefined {
  const field = fieldOf(value, key);
  return Array.isArray(field) ? field : undefined;
}
