/** What section 5, "Security Standards", asks of a crate. */

import { codeBodies } from '../models/rust-bodies/code-bodies.ts';
import { defaultCredentials } from '../models/rust-code/default-credentials.ts';
import { type UntrustedUse, untrustedUses } from '../models/rust-code/untrusted.ts';
import { unvalidatedFunctions } from '../models/rust-code/unvalidated.ts';
import type { OpenCrate } from '../models/rust-crate.ts';
import { placed } from '../rule.ts';

export const defaults = ({ complete }: OpenCrate) => defaultCredentials(complete);

export const unvalidated = ({ complete }: OpenCrate) => unvalidatedFunctions(complete);

/** A macro of the crate that is used many times repeats its one place. */
export const untrusted = ({ complete }: OpenCrate) => {
  const uses = codeBodies(complete).flatMap((code) => untrustedUses(code, complete.isReachable(code.owner)));
  const keyOf = ({ what, place: { path, line, column } }: UntrustedUse) => `${path}:${line}:${column} ${what}`;
  return [...new Map(uses.map((use) => [keyOf(use), use])).values()];
};

export const unsafeOf = ({ complete }: OpenCrate) => ({
  places: complete.unsafeCode().length,
  bare: complete.undocumentedUnsafe().map((place) => placed(place, 'unsafe code without a `// SAFETY:` comment')),
  silent: complete
    .missingSafetyDocs()
    .map(({ item, ...place }) => placed(place, `${item} is unsafe, and no \`# Safety\` says why`)),
});
