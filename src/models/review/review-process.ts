/** The standard's review process as a repository records it: five steps, one after the other, each with a person's word. */
import type { Commit } from '../git/commit.ts';
import { entry, type YamlMap, type YamlNode } from '../yaml/yaml.ts';

/** The steps in their order. */
export const reviewSteps = [
  'review/self-assessment',
  'review/independent',
  'review/reference-testing',
  'review/community-feedback',
  'review/approval',
] as const;

export type ReviewStep = (typeof reviewSteps)[number];

/** One attestation, as the repository's own file has it. Dates are YYYY-MM-DD. */
export interface ReviewRecord {
  readonly item: string;
  readonly by: string;
  readonly date: string;
  readonly version: string;
  readonly evidence: string;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly place?: string | undefined;
  readonly line?: number | undefined;
}

/** What identifies somebody; all in lower case. */
export interface Person {
  readonly names: readonly string[];
  /** Without `@`. */
  readonly handles: readonly string[];
  readonly emails: readonly string[];
}

const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

/** @returns the newest record of a step for the minor version, and the newest of any other version */
export function recordOf(
  records: readonly ReviewRecord[],
  step: string,
  version: string,
): { current: ReviewRecord | undefined; earlier: ReviewRecord | undefined } {
  const own = records
    .filter(({ item }) => item === step)
    .toSorted((a, b) => Number(a.date > b.date) - Number(a.date < b.date));
  const fits = (record: ReviewRecord) => minorOf(record.version) === minorOf(version);
  return { current: own.findLast(fits), earlier: own.findLast((record) => !fits(record)) };
}

/** What is wrong with a record's place among the steps before it; undefined when nothing is. */
export function orderProblem(records: readonly ReviewRecord[], step: ReviewStep, version: string): string | undefined {
  const own = recordOf(records, step, version).current;
  for (const before of reviewSteps.slice(0, reviewSteps.indexOf(step))) {
    const earlier = recordOf(records, before, version).current;
    if (own === undefined) return undefined;
    if (earlier === undefined) return `recorded, and ${before}, which comes before it, is not`;
    if (earlier.date > own.date) return `dated ${own.date}, before ${before} (${earlier.date})`;
  }
  return undefined;
}

/** What is wrong with a feedback period; undefined when nothing is. */
export function periodProblem({ start, end, place, date }: ReviewRecord): string | undefined {
  const missing = Object.entries({ start, end, place }).flatMap(([key, value]) => (value === undefined ? [key] : []));
  if (missing.length > 0 || start === undefined || end === undefined) return `says no ${missing.join(' and no ')}`;
  if (end <= start) return `the period ends on ${end} and begins on ${start}`;
  return end > date ? `dated ${date}, before the period ends on ${end}` : undefined;
}

/** Whole days from one YYYY-MM-DD to another. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

const tidy = (text: string): string => text.toLowerCase().normalize('NFC').replace(/\s+/g, ' ').trim();

/** Reads `Mara Field`, `@mara`, `Mara Field (@mara)`, `Mara Field <mara@example.org>`. */
export function readPerson(text: string): Person {
  const emails = [...text.matchAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g)].map(([email]) => tidy(email));
  const rest = text.replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, ' ');
  const handles = [...rest.matchAll(/@([A-Za-z0-9-]+)/g)].map(([, handle]) => tidy(handle ?? ''));
  const name = tidy(rest.replace(/@[A-Za-z0-9-]+/g, ' ').replace(/[()<>[\],;]/g, ' '));
  return { names: name === '' ? [] : [name], handles, emails };
}

/** @returns the people under `maintainers` of cim.yaml's `module` */
export function readMaintainers(module: YamlMap): Person[] {
  const list = entry(module, 'maintainers')?.value;
  const text = (node: YamlNode, key: string): string[] => {
    const value = entry(node, key)?.value;
    return value?.kind === 'scalar' && value.text.trim() !== '' ? [tidy(value.text)] : [];
  };
  return (list?.kind === 'seq' ? list.items : []).map((item) => ({
    names: text(item, 'name'),
    handles: text(item, 'github').map((handle) => handle.replace(/^@/, '')),
    emails: text(item, 'email'),
  }));
}

/** Authors and co-authors of commits, each once. */
export function readAuthors(commits: readonly Commit[]): Person[] {
  const found = new Map<string, Person>();
  for (const { author, message } of commits) {
    const coAuthors = [...message().matchAll(/^co-authored-by:\s*([^<\n]*)<([^>\n]*)>/gim)];
    for (const [name, email] of [[author.name, author.email], ...coAuthors.map(([, a = '', b = '']) => [a, b])]) {
      found.set(`${name}\0${email}`, readAuthor(name ?? '', email ?? ''));
    }
  }
  return [...found.values()];
}

/** A git author; GitHub's own addresses name the account, and others often do before the `@`. */
function readAuthor(name: string, email: string): Person {
  const [local = ''] = tidy(email).split('@');
  return { names: [tidy(name)], handles: [local.replace(/^\d+\+/, ''), tidy(name)], emails: [tidy(email)] };
}

/** True when two descriptions may be of one person: any name, handle or address in common. */
export function mayBeSame(a: Person, b: Person): boolean {
  const share = (one: readonly string[], other: readonly string[]) => one.some((word) => other.includes(word));
  return share(a.names, b.names) || share(a.handles, b.handles) || share(a.emails, b.emails);
}
