/** The page that rustdoc shows for a crate: the inner documentation of its root file. */

import type { SourceFile } from '../rust/syntax.ts';
import { folderOf, joinPath } from '../text/paths.ts';

/**
 * @param read text of a file that `include_str!` names, relative to the module
 * @returns Markdown; undefined for a crate without documentation
 */
export function crateDocs(root: SourceFile, read: (path: string) => string | undefined): string | undefined {
  const parts: string[] = [];
  for (const { doc } of root.innerAttributes) {
    if (doc === undefined) continue;
    const included = doc.include === undefined ? undefined : joinPath(folderOf(root.path), doc.include);
    const text = included === undefined ? doc.text : read(included);
    if (text !== undefined) parts.push(text);
  }
  return parts.length === 0 ? undefined : parts.map(unindented).join('\n');
}

/** rustdoc takes the space after `//!` away from all lines alike. */
function unindented(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const least = indents.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return Number.isFinite(least) ? lines.map((line) => line.slice(least)).join('\n') : text;
}
