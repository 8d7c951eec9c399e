/** What section 6, "Performance Standards", asks of a crate. */

import { asyncFiles, asyncProblems } from '../models/rust-api/async-first.ts';
import { costlyFunctions, costsInDocs, itemNames } from '../models/rust-api/costs.ts';
import { deliberateLeaks } from '../models/rust-code/leaks.ts';
import { growingThings } from '../models/rust-code/unbounded.ts';
import type { OpenCrate } from '../models/rust-module/open-crate.ts';

export const growing = (crate: OpenCrate) => crate.everywhere(growingThings);

/** A cost that is stated somewhere counts as far as Linux compiles it. */
export const costs = (crate: OpenCrate) => ({
  names: itemNames(crate.complete),
  stated: costsInDocs(crate.complete),
  silent: crate.everywhere(costlyFunctions),
});

export const asyncCode = (crate: OpenCrate) => ({
  files: crate.everywhere(asyncFiles),
  problems: crate.everywhere(asyncProblems),
});

export const leaking = (crate: OpenCrate) => crate.everywhere(deliberateLeaks);
