/** What section 6, "Performance Standards", asks of a crate. */

import { asyncFiles, asyncProblems } from '../models/rust-api/async-first.ts';
import { costlyFunctions, costsInDocs, itemNames } from '../models/rust-api/costs.ts';
import { deliberateLeaks } from '../models/rust-code/leaks.ts';
import { growingThings } from '../models/rust-code/unbounded.ts';
import type { OpenCrate } from '../models/rust-crate.ts';

export const growing = ({ complete }: OpenCrate) => growingThings(complete);

export const costs = ({ complete }: OpenCrate) => ({
  names: itemNames(complete),
  stated: costsInDocs(complete),
  silent: costlyFunctions(complete),
});

export const asyncCode = ({ complete }: OpenCrate) => ({
  files: asyncFiles(complete),
  problems: asyncProblems(complete),
});

export const leaking = ({ complete }: OpenCrate) => deliberateLeaks(complete);
