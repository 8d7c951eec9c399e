import { resolvedInside } from '../text/paths.ts';

/** Joins folders; undefined when one is unknown, absolute or leads out. */
export function within(folder: string | undefined, path: string | undefined): string | undefined {
  if (folder === undefined || path === undefined || path.startsWith('/') || /[$~\u27ea]/.test(path)) return undefined;
  return resolvedInside(`${folder}/${path}`);
}
