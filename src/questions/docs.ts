/** What section 1, "Documentation", asks of a crate. */

import { type Existence, isExternal } from '../models/rust/crate/crate-model.ts';
import { readPublicDocs } from '../models/rust-api/public-docs.ts';
import { publicPathExists } from '../models/rust-api/public-path.ts';
import type { OpenCrate } from '../models/rust-module/open-crate.ts';

export const publicDocs = ({ model, files }: OpenCrate) => readPublicDocs(model, (path) => files.text?.(path));

/** Those of the paths that begin with the crate's name, under its default features or else under all of them. */
export function pathsThatExist(crate: OpenCrate, paths: readonly (readonly string[])[]): [string, Existence][] {
  const { model } = crate;
  return paths.flatMap((segments): [string, Existence][] => {
    if (segments[0] !== crate.name) return [];
    const plain = publicPathExists(model, segments);
    return [[segments.join('::'), plain === 'yes' ? plain : publicPathExists(crate.complete, segments)]];
  });
}

/** Those of the names that some module of the crate takes from another crate. */
export function namesOfOthers({ complete }: OpenCrate, names: readonly string[]): string[] {
  const wanted = new Set(names);
  const found = new Set<string>();
  for (const { scope } of complete.definitions) {
    for (const [name, [type]] of scope?.names ?? []) {
      if (type !== undefined && isExternal(type.target) && wanted.has(name)) found.add(name);
    }
  }
  return [...found];
}
