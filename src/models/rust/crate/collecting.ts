/** What a crate is collected with. */
import type { SourceFile } from '../syntax.ts';
import type { CfgOptions } from './cfg.ts';
import type { Expander } from './expander.ts';
import type { SourceFiles } from './input.ts';
import type { Registry } from './registry.ts';

export interface Collecting {
  readonly registry: Registry;
  /** Path of the crate's root file. */
  readonly root: string;
  readonly files: SourceFiles;
  readonly cfg: CfgOptions;
  readonly expander: Expander;
  readonly buildScript: SourceFile | undefined;
}

/** Items in items, modules in modules, what macros write that other macros wrote. */
export const maxDepth = 200;
