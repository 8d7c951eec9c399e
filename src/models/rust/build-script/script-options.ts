/**
 * The options that a build script sets for its package's code (`cargo::rustc-cfg`), read from its source. The compiler is taken to be a
 * stable release, the environment to be cargo's alone; what hangs on anything else, such as a library's version, is undecided.
 */
import type { CfgOptions } from '../crate/cfg.ts';
import type { SourceFiles } from '../crate/input.ts';
import type { SourceFile } from '../syntax.ts';
import { TooLong } from './course.ts';
import { Evaluation } from './evaluate.ts';
import { ScriptItems } from './functions.ts';
import { Probes } from './probes.ts';

export interface ScriptOptions {
  /** As rustc's `--cfg` takes them: `name`, `name="value"`. */
  readonly set: readonly string[];
  /** Set or not, which the source does not tell; `?` for one whose name is not known. */
  readonly undecided: readonly string[];
}

const nothing: ScriptOptions = { set: [], undecided: [] };

/** Words without which a script sets no option. */
const telling = /rustc-cfg|cfg_aliases|autocfg/;

/**
 * @param cfg the options of the package's own code, its features among them
 * @param files gives the script's modules and what it includes
 */
export function scriptOptions(script: SourceFile, cfg: CfgOptions, files: SourceFiles): ScriptOptions {
  if (!telling.test(script.text)) return nothing;
  const items = new ScriptItems(script, cfg, files);
  const main = items.function(['main']);
  if (main === undefined) return { set: [], undecided: ['?'] };
  const evaluation = new Evaluation(items, cfg, new Probes(script.path, files));
  try {
    evaluation.run(main);
  } catch (error) {
    // a script that nests deeper than the stack is too long as well
    if (!(error instanceof TooLong || error instanceof RangeError)) throw error;
    return { set: [], undecided: ['?'] };
  }
  const { certain, undecided } = evaluation;
  if (hasOwnPrinter(script)) undecided.add('?');
  return { set: [...certain], undecided: [...undecided].filter((option) => !certain.has(option)) };
}

/** A macro of the script's own that prints options is not expanded. */
function hasOwnPrinter(script: SourceFile): boolean {
  return script.items.some((item) => item.kind === 'macro-rules' && script.rangeText(item.body).includes('rustc-cfg'));
}
