/** Where a link of a page leads. Paths are relative to the module. */
import { folderOf, resolvedInside } from '../text/paths.ts';

export type LinkTarget =
  | { kind: 'web'; url: string }
  | { kind: 'anchor'; anchor: string }
  | { kind: 'file'; path: string; anchor?: string }
  /** Leads out of the module, as GitHub's `../../issues` does: nothing can be said about it here. */
  | { kind: 'outside'; target: string };

/**
 * Resolves a link's target against the page it stands on: percent-encoding, queries and anchors taken off, a leading `/` meaning
 * the root, and links to the repository's own files on its forge read as those files.
 * @param page path of the page
 * @param repository URL of the repository, such as `https://github.com/o/r`, when it is known
 */
export function resolveTarget(page: string, target: string, repository?: string): LinkTarget {
  const trimmed = target.trim();
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(trimmed))
    return ownFile(trimmed, repository) ?? { kind: 'web', url: trimmed };
  const [address = '', anchor] = splitOnce(trimmed, '#');
  if (address === '') return { kind: 'anchor', anchor: anchor ?? '' };
  const decoded = decode(splitOnce(address, '?')[0]!);
  const path = inRepository(decoded.startsWith('/') ? decoded : `${folderOf(page)}/${decoded}`);
  if (path === undefined) return { kind: 'outside', target };
  return anchor === undefined ? { kind: 'file', path } : { kind: 'file', path, anchor };
}

/** `https://github.com/o/r/blob/main/docs/x.md` of the repository itself is its docs/x.md. */
function ownFile(url: string, repository: string | undefined): LinkTarget | undefined {
  if (repository === undefined) return undefined;
  const root = repository.replace(/\.git$|\/+$/g, '').toLowerCase();
  if (root === '' || !url.toLowerCase().startsWith(`${root}/`)) return undefined;
  const inside = /^\/(?:-\/)?(?:blob|tree)\/(?:main|master|HEAD|develop)(?:\/([^?#]*))?(?:\?[^#]*)?(?:#(.*))?$/.exec(
    url.slice(root.length),
  );
  const path = inside && inRepository(decode(inside[1] ?? ''));
  return path === undefined || path === null ? undefined : { kind: 'file', path };
}

function splitOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const inRepository = (path: string): string | undefined => resolvedInside(path.replaceAll('\\', '/'));
