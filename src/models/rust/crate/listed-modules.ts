/** `automod::dir!("tests/suite")`: a module for each file of a folder. */

import { folderOf } from '../../text/paths.ts';
import { stringValue } from '../literals.ts';
import type { MacroCallItem } from '../syntax.ts';
import type { SourceFiles } from './input.ts';
import { joinPath } from './module-files.ts';

export interface ListedModule {
  readonly name: string;
  /** Where the name is not that of the file. */
  readonly path?: string;
}

/**
 * The modules that a call brings in, by name; none where it is another macro or lists a folder without files.
 * @param root of the crate: the folder counts from that of the package, which is one around it
 */
export function listedModules({ path, source, body }: MacroCallItem, root: string, files: SourceFiles): ListedModule[] {
  if (!/^(?:::)?automod::dir$/.test(path)) return [];
  const folder = stringValue(source, body.to - 1);
  if (folder === undefined) return [];
  for (let around = folderOf(root); ; around = folderOf(around)) {
    const names = files.text?.(`${joinPath(around, folder)}/`)?.split('\n') ?? [];
    if (names.length > 0) return names.flatMap(moduleOf);
    if (around === '') return [];
  }
}

function moduleOf(file: string): ListedModule[] {
  if (!file.endsWith('.rs') || /^(?:mod|lib|main)\.rs$/.test(file)) return [];
  const name = file.slice(0, -'.rs'.length);
  return name.includes('-') ? [{ name: name.replaceAll('-', '_'), path: file }] : [{ name }];
}

/** What the call stands for. */
export const written = (modules: readonly ListedModule[]): string =>
  modules.map(({ name, path }) => `${path === undefined ? '' : `#[path = "${path}"] `}mod ${name};\n`).join('');
