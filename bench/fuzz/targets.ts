/** Every parser of what a repository can hold, with the seeds it starts from and the words of its language. */

import { ciTargets } from './targets-ci.ts';
import { codeTargets } from './targets-code.ts';
import { dataTargets } from './targets-data.ts';
import { pageTargets } from './targets-pages.ts';

export interface Target {
  readonly name: string;
  /** Paths of seeds, below a seed folder. */
  readonly seeds: RegExp;
  readonly tokens: readonly string[];
  /** Reads the text and all that is made of it; throws when something that must hold does not. */
  run(text: string): unknown;
}

export const targets: readonly Target[] = [...codeTargets, ...ciTargets, ...dataTargets, ...pageTargets];
