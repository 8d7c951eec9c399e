/** How much each file of the code carries, and of which kinds: evidence for whoever judges that it has one job. */
import { grouped } from '../collections/grouped.ts';
import type { CrateModel, PublicItem } from '../rust/crate/crate-model.ts';
import type { Item, SourceFile } from '../rust/syntax.ts';
import { isOfIoCrate } from '../rust-code/io-crates.ts';

type Layer = 'I/O' | 'wire format' | 'domain types';

export interface FileLoad {
  readonly path: string;
  readonly lines: number;
  readonly publicItems: number;
  readonly layers: readonly Layer[];
}

const STD_IO = /^std::(?:fs|net|process)(?:::|$)/;
const WIRE = /^(?:serde_json|serde_yaml|toml|prost|ciborium|bincode|rmp_serde|quick_xml|postcard|capnp)(?:::|$)/;

/** The load of every file of a crate. */
export function loadsOf(model: CrateModel): FileLoad[] {
  const items = grouped(model.publicItems(), ({ path }) => path);
  return [...model.collected.files.values()].map((source) => loadOf(source, items.get(source.path) ?? []));
}

function loadOf(source: SourceFile, own: readonly PublicItem[]): FileLoad {
  const paths = usedPaths(source.items);
  const layers: Layer[] = [];
  if (paths.some((path) => STD_IO.test(path) || isOfIoCrate(path))) layers.push('I/O');
  if (paths.some((path) => WIRE.test(path))) layers.push('wire format');
  if (own.some(({ definition }) => definition.kind === 'struct' || definition.kind === 'enum'))
    layers.push('domain types');
  return { path: source.path, lines: linesOf(source.text), publicItems: own.length, layers };
}

/** The line end at the end of a file begins no line. */
const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') || text === '' ? 1 : 0);

/** What the file imports outside its tests. */
function usedPaths(items: readonly Item[]): string[] {
  return items.flatMap((item) => {
    if (item.kind === 'use') return item.names.map(({ path }) => path.join('::'));
    if (item.kind !== 'module' || item.attributes.some(({ path }) => path === 'cfg')) return [];
    return usedPaths(item.items);
  });
}
