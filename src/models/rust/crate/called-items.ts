/** The items that calls of macros stand for: those of included files, those that macros write or hand on, modules that are listed. */

import { folderOf } from '../../text/paths.ts';
import { stringValue } from '../literals.ts';
import type { Item, MacroCallItem, SourceFile } from '../syntax.ts';
import { type Collecting, maxDepth } from './collecting.ts';
import { listedModules, written } from './listed-modules.ts';
import type { MacroDefinition } from './macro-scope.ts';
import { joinPath } from './module-files.ts';
import { chosenItems, handedOn } from './pass-through.ts';
import type { Place } from './registry.ts';

const stdInclude = /^(?:::)?(?:core|std)::include$/;

/** Characters: files that include others twice over would else be read without end. */
const maxIncluded = 48_000_000;

interface Written {
  readonly items: readonly Item[];
  readonly place: Place;
}

export class CalledItems {
  readonly #collecting: Collecting;
  readonly #open: Set<string>;
  #included = 0;

  /** @param open files whose items are being read */
  constructor(collecting: Collecting, open: Set<string>) {
    this.#collecting = collecting;
    this.#open = open;
  }

  /**
   * `include!("x.rs")`: the items of that file, as if they stood here; modules that they declare lie where it does.
   * @returns false for any other call, and for a file that cannot be read here
   */
  include(item: MacroCallItem, place: Place, read: (items: readonly Item[], place: Place) => void): boolean {
    const { source, body, path } = item;
    if (path !== 'include' && !stdInclude.test(path)) return false;
    const named = body.to === body.from + 1 ? stringValue(source, body.from) : undefined;
    if (named === undefined || place.depth > maxDepth || this.#included > maxIncluded) return false;
    const file = joinPath(folderOf(place.home.file), named);
    const included = this.#open.has(file) ? undefined : this.#collecting.files.file(file);
    if (included === undefined || included.errors.length > 0) return false;
    this.#collecting.registry.files.set(file, included);
    this.#included += included.text.length + 1_000;
    this.#open.add(file);
    const home = { file, folder: folderOf(file), inline: false };
    const inner: Place = { ...place, source: included, home, depth: place.depth + 1 };
    read(included.items, inner);
    this.#open.delete(file);
    return true;
  }

  /** What a call stands for, and where; undefined where nothing is known of it. */
  writtenBy(item: MacroCallItem, macro: MacroDefinition | undefined, place: Place): Written | undefined {
    if (place.depth > maxDepth) return undefined;
    const handed =
      macro === undefined ? chosenItems(item, this.#collecting.cfg) : handedOn(item, macro, this.#collecting.cfg);
    if (handed !== undefined) return { items: handed, place: { ...place, depth: place.depth + 1 } };
    const source =
      macro === undefined && item.path === 'include'
        ? this.#collecting.expander.include(item, this.#collecting.buildScript)
        : (this.#listed(item) ?? this.#collecting.expander.expandItems(item, macro, place.source));
    return source && { items: source.items, place: { ...place, source, depth: place.depth + 1 } };
  }

  #listed(item: MacroCallItem): SourceFile | undefined {
    const modules = listedModules(item, this.#collecting.root, this.#collecting.files);
    if (modules.length === 0) return undefined;
    return this.#collecting.expander.derived(written(modules), { source: item.source, offset: item.span.start });
  }
}
