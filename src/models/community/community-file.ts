/** Where GitHub looks for community files, first hit first. */
const FOLDERS = ['.github/', '', 'docs/'];

/**
 * Paths of a community file (`CONTRIBUTING`, `SECURITY`, `CODE_OF_CONDUCT`) in the places where GitHub looks, in its order, in any
 * case and any markup.
 * @param stem the name without extension, blanks and dashes written as `_`
 */
export function findCommunityFiles(paths: readonly string[], stem: string): string[] {
  const name = new RegExp(`^${stem.replaceAll('_', '[-_ ]')}(?:\\.(?:md|markdown|rst|adoc|txt))?$`, 'i');
  return FOLDERS.flatMap((folder) =>
    paths.filter((path) => path.toLowerCase().startsWith(folder) && name.test(path.slice(folder.length))),
  );
}
