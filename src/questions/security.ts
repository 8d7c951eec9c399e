/** What section 5, "Security Standards", asks of a crate. */

import type { CrateModel } from '../models/rust/crate/crate-model.ts';
import { codeBodies } from '../models/rust-bodies/code-bodies.ts';
import { defaultCredentials } from '../models/rust-code/default-credentials.ts';
import { type UntrustedUse, untrustedUses } from '../models/rust-code/untrusted.ts';
import { unvalidatedFunctions } from '../models/rust-code/unvalidated.ts';
import type { OpenCrate } from '../models/rust-module/open-crate.ts';
import { placed } from '../verdict.ts';

export const defaults = (crate: OpenCrate) => crate.everywhere(defaultCredentials);

export const unvalidated = (crate: OpenCrate) => crate.everywhere(unvalidatedFunctions);

/** A macro of the crate that is used many times repeats its one place. */
export const untrusted = (crate: OpenCrate) => {
  const uses = crate.everywhere((model) =>
    codeBodies(model).flatMap((code) => untrustedUses(code, model.isReachable(code.owner))),
  );
  const keyOf = ({ what, place: { path, line, column } }: UntrustedUse) => `${path}:${line}:${column} ${what}`;
  return [...new Map(uses.map((use) => [keyOf(use), use])).values()];
};

export const unsafeOf = (crate: OpenCrate) => ({
  places: crate.everywhere(unsafePlaces).length,
  bare: crate.everywhere((model) =>
    model.undocumentedUnsafe().map((place) => placed(place, 'unsafe code without a `// SAFETY:` comment')),
  ),
  silent: crate.everywhere((model) =>
    model
      .missingSafetyDocs()
      .map(({ item, ...place }) => placed(place, `${item} is unsafe, and no \`# Safety\` says why`)),
  ),
});

const unsafePlaces = (model: CrateModel) =>
  model.unsafeCode().map(({ at: { source, offset } }) => ({ path: source.path, ...source.position(offset) }));
