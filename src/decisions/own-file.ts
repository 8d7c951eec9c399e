/** What a repository's own file adds to an audit; apart from its reader, which loads a validator that most modules do not need. */

import type { Attestation, Waiver } from '../schema/repository-file.ts';
import type { Evidence } from '../verdict.ts';
import type { Placed } from './decisions.ts';

/** Name of the file, in the module's root. */
export const repositoryFileName = '.cim-ready.yaml';

export interface OwnFile {
  readonly file: string;
  readonly waivers: readonly Placed<Waiver>[];
  readonly attestations: readonly Placed<Attestation>[];
  readonly criticalPaths: readonly string[];
  /** Where coverage reports are, besides the usual places. */
  readonly coverage: readonly string[];
  /** Always shown: what the repository says for itself, or why it does not count. */
  readonly notes: readonly Evidence[];
}

export const noOwnFile: OwnFile = {
  file: repositoryFileName,
  waivers: [],
  attestations: [],
  criticalPaths: [],
  coverage: [],
  notes: [],
};
