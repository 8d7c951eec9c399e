/** What the auditor allows and sets, from the command line and the policy; the audited repository has no say in it. */
export interface Settings {
  /** Today, as YYYY-MM-DD in UTC: injected, so that the same commit and options give the same bytes. */
  readonly today: string;
  /** Folder of a RustSec advisory-db checkout. */
  readonly advisoryDb?: string;
  /** Look for secrets in every commit too. */
  readonly history?: boolean;
  /** Line coverage asked for, in percent; never below the standard's 80. */
  readonly coverage?: number;
  /** SPDX ids that a module may have; the standard's Apache-2.0 and MIT by default. */
  readonly licences?: readonly string[];
  /** Types of commit messages allowed; any noun by default. */
  readonly commitTypes?: readonly string[];
  /** A tag or commit: only later ones are judged by git/conventional-commits. */
  readonly commitsSince?: string;
  /** A date, tag or commit: only later merges count for git/linear-history. */
  readonly linearSince?: string;
  /** What must be benchmarked, as paths of the public API (`cim_domain::Graph::merge`); the repository's own file can add some. */
  readonly criticalPaths?: readonly string[];
  /** Waivers and attestations of the repository are read. Both true by default. */
  readonly waivers?: boolean;
  readonly attestations?: boolean;
  /** Longest time that a waiver may reach into the future, in days. */
  readonly maxWaiverDays?: number;
}

export const defaultMaxWaiverDays = 180;
