/** Paths relative to the module, with `/`; above the module they begin with `../`. */

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Joins and resolves `.` and `..`; a path above the module keeps its leading `..`; absolute paths give undefined. */
export function joinPath(folder: string, relative: string): string | undefined {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(relative)) return undefined;
  const steps: string[] = [];
  for (const step of `${folder}/${relative}`.split(/[/\\]/)) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}

/** As `joinPath`, but undefined for a path that leads above the module too. */
export function joinInside(folder: string, relative: string): string | undefined {
  const joined = joinPath(folder, relative);
  return joined === '..' || joined?.startsWith('../') ? undefined : joined;
}

/** True when a path is a folder or below it, component by component. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' ? !path.startsWith('..') : path === folder || path.startsWith(`${folder}/`);
}
