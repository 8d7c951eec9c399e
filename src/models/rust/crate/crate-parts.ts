/** What is read of a crate under one configuration, and what its names lead to: all that models of it share. */

import { folderOf } from '../../text/paths.ts';
import { type ScriptOptions, scriptOptions } from '../build-script/script-options.ts';
import { type CfgOptions, cfgOptions } from './cfg.ts';
import { collect } from './collect.ts';
import type { Definition, Scope } from './definitions.ts';
import { EffectiveVisibilities } from './effective-visibility.ts';
import { Expander } from './expander.ts';
import { DefinitionPaths } from './exports.ts';
import { ForeignMacros } from './foreign-macros.ts';
import { settleImports } from './imports.ts';
import type { CrateInput, SourceFiles } from './input.ts';
import { Interfaces } from './interface.ts';
import type { IncludedText } from './lints.ts';
import { joinPath } from './module-files.ts';
import type { Collected } from './registry.ts';
import { Resolver } from './resolver.ts';

export class CrateParts {
  readonly input: CrateInput;
  readonly cfg: CfgOptions;
  readonly script: ScriptOptions;
  readonly collected: Collected;
  readonly expander: Expander;
  readonly resolver: Resolver;
  readonly interfaces: Interfaces;
  readonly paths: DefinitionPaths;
  readonly included: IncludedText;
  #visible: EffectiveVisibilities | undefined;

  /** @param known what the same crate has expanded under another configuration */
  constructor(input: CrateInput, files: SourceFiles, known?: Expander) {
    this.input = input;
    this.included = (from, path) => files.text?.(joinPath(folderOf(from.path), path));
    this.script = ofScript(input, files);
    this.cfg = cfgOptions(input.features, [...optionsOf(input), ...this.script.set], input.platform);
    this.expander = new Expander(new ForeignMacros(input, files), known);
    this.collected = collect(input, files, this.cfg, this.expander);
    this.resolver = new Resolver(this.collected, input);
    settleImports(this.collected.scopes, this.resolver, (name) => this.expander.find(name)?.definition);
    const blocks = new Map<Definition, Scope>();
    for (const scope of this.collected.scopes) if (scope.kind === 'block') blocks.set(scope.definition, scope);
    this.interfaces = new Interfaces(this.resolver, blocks);
    this.paths = new DefinitionPaths(this.collected, input.name, this.interfaces);
  }

  get visibilities(): EffectiveVisibilities {
    this.#visible ??= new EffectiveVisibilities(this.collected, this.interfaces);
    return this.#visible;
  }
}

/** Test and bench targets are built with `--test`; a library's own tests are there when its `cfg` says `test`. */
function optionsOf({ kind, cfg = [] }: CrateInput): readonly string[] {
  return kind === 'test' || kind === 'bench' ? [...cfg, 'test'] : cfg;
}

function ofScript(input: CrateInput, files: SourceFiles): ScriptOptions {
  const script = input.buildScript === undefined ? undefined : files.file(input.buildScript);
  if (script === undefined) return { set: [], undecided: [] };
  return scriptOptions(script, cfgOptions(input.features, optionsOf(input), input.platform), files);
}
