/**
 * Whether the compiler takes what a build script gives it to try. A stable release refuses every `#![feature(…)]`; what asks for none is
 * there to work from some release on, and is taken to, but for assembly.
 */

import { folderOf } from '../../text/paths.ts';
import { activeAttributes, type CfgOptions, cfgOptions } from '../crate/cfg.ts';
import type { SourceFiles } from '../crate/input.ts';
import { joinPath } from '../crate/module-files.ts';
import { parseSourceFile } from '../parse.ts';
import type { SourceFile } from '../syntax.ts';
import type { Value } from './value.ts';

export class Probes {
  readonly #folder: string;
  readonly #files: SourceFiles;
  readonly #written = new Map<string, string>();

  /** @param script path of the build script, which stands in its package */
  constructor(script: string, files: SourceFiles) {
    this.#folder = folderOf(script);
    this.#files = files;
  }

  /** Notes a file that the script writes. */
  write(path: string, text: string): void {
    this.#written.set(path, text);
  }

  /** Whether a source file of the package is there; undefined for any other file. */
  exists(path: string): boolean | undefined {
    return path.endsWith('.rs') && !path.startsWith('$') ? this.#source(path) !== undefined : undefined;
  }

  /** @returns undefined when no source among the arguments can be read */
  compiles(args: readonly Value[]): boolean | undefined {
    const texts = args.flatMap((arg) => (arg.kind === 'text' ? [arg.value] : []));
    const path = texts.findLast((one) => one.endsWith('.rs'));
    const source = path === undefined ? undefined : this.#source(path);
    if (source === undefined || /\basm!/.test(source.text)) return undefined;
    const attributes = activeAttributes(source.innerAttributes, optionsIn(texts)) ?? [];
    return !attributes.some((attribute) => attribute.path === 'feature');
  }

  /** Scripts run in their package's folder, which is theirs or one above it. */
  #source(path: string): SourceFile | undefined {
    const written = this.#written.get(path);
    if (written !== undefined) return parseSourceFile(path, written);
    for (let folder = this.#folder; ; folder = folderOf(folder)) {
      const found = this.#files.file(joinPath(folder, path));
      if (found !== undefined || folder === '') return found;
    }
  }
}

/** Of `--cfg=name` and `--cfg name`. */
function optionsIn(args: readonly string[]): CfgOptions {
  const named = args.map((arg, index) => (args[index - 1] === '--cfg' ? arg : /^--cfg=(.+)$/.exec(arg)?.[1]));
  return cfgOptions(
    [],
    named.filter((option) => option !== undefined),
  );
}
