/** Joins folders; undefined when one is unknown, absolute or leads out. */
export function within(folder: string | undefined, path: string | undefined): string | undefined {
  if (folder === undefined || path === undefined || path.startsWith('/') || /[$~\u27ea]/.test(path)) return undefined;
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
