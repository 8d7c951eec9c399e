/** Paths of files, with `/`; those above the folder that they count from begin with `../`. */

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Resolves `.` and `..`; a leading `/` is as none. */
export function resolved(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}

/** As `resolved`, but undefined for a path that leads above. */
export function resolvedInside(path: string): string | undefined {
  const found = resolved(path);
  return found === '..' || found.startsWith('../') ? undefined : found;
}

/** Joins and resolves, `\` as `/`; absolute paths give undefined. */
export function joinPath(folder: string, relative: string): string | undefined {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(relative)) return undefined;
  return resolved(`${folder}/${relative}`.replaceAll('\\', '/'));
}

/** As `joinPath`, but undefined for a path that leads above the module too. */
export function joinInside(folder: string, relative: string): string | undefined {
  const joined = joinPath(folder, relative);
  return joined === undefined ? undefined : resolvedInside(joined);
}

/** True when a path is a folder or below it, component by component. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' ? !path.startsWith('..') : path === folder || path.startsWith(`${folder}/`);
}
