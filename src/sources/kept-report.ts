/**
 * The report of an earlier run, with every question that was asked of the module for it and a digest of what was answered. It is
 * told again only when every question, asked again, has the same answer (docs/adr/0808-reports-told-again.md).
 */
import type { AnswerStore } from '../models/kept/answers.ts';
import type { Report } from '../report.ts';
import { Unavailable } from '../verdict.ts';
import type { Listing, OpenGit } from './git.ts';
import { answered, type GitReads, type Noted } from './journal.ts';
import type { Module, Opening } from './module.ts';

interface Kept {
  /** All that the report rests on beside the module. */
  readonly conditions: string;
  /** Of git, before it has listed anything. */
  readonly begun: string;
  readonly listing: Listing | undefined;
  readonly state: string;
  /** Of git, before it was asked anything; undefined where it has to be asked again. */
  readonly standing: string | undefined;
  readonly noted: Noted;
  readonly report: Report;
}

const KEY = 'report';

/** Files that are read before git's output has its turn. */
const STRETCH = 32;

export class KeptReport {
  readonly #store: AnswerStore;
  readonly #key: string;
  readonly #conditions: string;
  readonly #kept: Kept | undefined;

  /**
   * @param name tells ways of judging apart of which each has a report of its own
   * @param conditions all that a report rests on beside the module, such as the day
   */
  constructor(store: AnswerStore, name: string, conditions: string) {
    this.#store = store;
    this.#key = `${KEY} ${name}`;
    this.#conditions = conditions;
    this.#kept = parse(store.read(this.#key), conditions);
  }

  /** False where there is none, or one of other conditions. */
  get isKept(): boolean {
    return this.#kept !== undefined;
  }

  /** Git's list of files, when it was kept. */
  get listing(): Listing | undefined {
    return this.#kept?.listing;
  }

  /** @returns undefined when anything is not as it was */
  async find({ git, module: opening }: Opening): Promise<Report | undefined> {
    if (this.#kept === undefined || this.#kept.begun !== begunOf(git)) return undefined;
    const { noted, report, state } = this.#kept;
    const standing = git instanceof Unavailable ? undefined : git.standing();
    const isStanding = git instanceof Unavailable || (standing !== undefined && standing === this.#kept.standing);
    // Asked already now, while the files are listed.
    const isGitAsItWas = isStanding || isGitSame(noted, git.reads);
    const module = await opening;
    const isSame = state === (await stateOf(module)) && (await areFilesSame(noted, module)) && (await isGitAsItWas);
    if (!isSame) return undefined;
    if (!isStanding && standing !== undefined) this.#write({ ...this.#kept, standing });
    return report;
  }

  /** Keeps the report, unless what it rests on could not all be taken down, or git failed. */
  async keep(report: Report, { git, module: opening }: Opening, noted: Noted | undefined): Promise<void> {
    if (noted === undefined) return;
    const module = await opening;
    try {
      if (!(git instanceof Unavailable)) await module.sources.git(); // throws where git has failed since
      // Where git was asked for nothing else, nothing else would say that it cannot be asked.
      const isAsked = Object.keys(noted.git).length > 0;
      const listing = git instanceof Unavailable || !isAsked ? undefined : await git.listing();
      const [conditions, begun, state] = [this.#conditions, begunOf(git), await module.state()];
      const standing = git instanceof Unavailable ? undefined : git.standing();
      this.#write({ conditions, begun, listing, state, standing, noted, report });
    } catch (thrown) {
      if (!(thrown instanceof Unavailable)) throw thrown;
    }
  }

  #write(kept: Kept): void {
    this.#store.write(this.#key, JSON.stringify(kept));
  }
}

const begunOf = (git: OpenGit | Unavailable): string => (git instanceof Unavailable ? git.message : git.state());

async function isGitSame({ git, object }: Noted, reads: GitReads): Promise<boolean> {
  const outputs = Object.entries(git).map(
    async ([args, answer]) => answered.git(await reads.git(JSON.parse(args))) === answer,
  );
  const objects = Object.entries(object).map(
    async ([name, answer]) => answered.object(await reads.object(name)) === answer,
  );
  try {
    return !(await Promise.all([...outputs, ...objects])).includes(false);
  } catch {
    return false; // git's trouble is told by the audit that follows
  }
}

/** @returns undefined where git cannot list the files: its trouble is told by the audit that follows */
async function stateOf(module: Module): Promise<string | undefined> {
  try {
    return await module.state();
  } catch (thrown) {
    if (thrown instanceof Unavailable) return undefined;
    throw thrown;
  }
}

async function areFilesSame({ file, untracked }: Noted, module: Module): Promise<boolean> {
  let count = 0;
  for (const [path, answer] of Object.entries(file)) {
    if (module.digestOfFile(path) !== answer) return false;
    if (++count % STRETCH === 0) await new Promise((next) => setImmediate(next));
  }
  return Object.entries(untracked).every(([path, answer]) => answered.untracked(module.untracked(path)) === answer);
}

function parse(text: string | undefined, conditions: string): Kept | undefined {
  if (text === undefined) return undefined;
  const kept: Kept = JSON.parse(text);
  return kept.conditions === conditions ? kept : undefined;
}
