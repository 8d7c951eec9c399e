/** Files seen through a decision of ours: some left out, or one replaced. */
import type { Files } from './files.ts';

/**
 * @param excluded asked with each path, as the files name it
 * @param reason why, for the count of what was left out
 */
export function excludeFiles(files: Files, excluded: (path: string) => boolean, reason: string): Files {
  const paths = files.paths.filter((path) => !excluded(path));
  const gone = files.paths.filter(excluded);
  const count = gone.length;
  const folders = new Set(paths.flatMap(parents));
  return {
    paths,
    generated: files.generated.filter((path) => !excluded(path)),
    leftOut: count === 0 ? files.leftOut : { ...files.leftOut, [reason]: count },
    hides: (path) => files.hides(path) || gone.some((one) => one === path || one.startsWith(`${path}/`)),
    has: (path) => files.has(path) && !excluded(path),
    hasFolder: (path) => ['', '.'].includes(path) || folders.has(path.replace(/\/+$/, '')),
    text: (path) => (excluded(path) ? undefined : files.text(path)),
    bytes: (path) => (excluded(path) ? undefined : files.bytes(path)),
  };
}

function parents(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The same files as if one of them had this text. */
export function withFile(files: Files, path: string, text: string): Files {
  return {
    ...files,
    paths: files.has(path) ? files.paths : [...files.paths, path].sort(),
    has: (asked) => asked === path || files.has(asked),
    text: (asked) => (asked === path ? text : files.text(asked)),
    bytes: (asked) => (asked === path ? new TextEncoder().encode(text) : files.bytes(asked)),
  };
}
