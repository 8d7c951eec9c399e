import { coversAll } from '../workflow/evaluate.ts';
import type { FilePlace } from '../workflow/simulate.ts';
import type { Occasion } from '../workflow/trigger.ts';
import type { Ci, CiRun } from './ci.ts';
import type { Recognizer } from './tools.ts';

export interface Hit {
  readonly run: CiRun;
  readonly what: string;
}

/** What a search through CI found, from the best answer to the worst. */
export type Found =
  | { readonly kind: 'surely'; readonly hits: readonly Hit[] }
  /** Only under conditions that the run decides. */
  | { readonly kind: 'perhaps'; readonly hits: readonly Hit[] }
  /** Only where a failure has no consequence. */
  | { readonly kind: 'masked'; readonly hits: readonly Hit[] }
  /** Only when somebody starts it, or on occasions that do not count. */
  | { readonly kind: 'elsewhen'; readonly hits: readonly Hit[] }
  /** Nothing seen, but workflows of other repositories are called, which were not read. */
  | { readonly kind: 'elsewhere'; readonly runs: readonly CiRun[] }
  | { readonly kind: 'nothing' };

export type OccasionKind = Occasion['kind'];

/** All occasions on which CI starts by itself. */
export const BY_ITSELF: readonly OccasionKind[] = [
  'push',
  'tag',
  'release',
  'pull_request',
  'merge_group',
  'schedule',
  'workflow_run',
];

/** Searches what CI does on some occasions. With several runs on one occasion, conditions that complement each other are joined. */
export function searchCi(ci: Ci, recognize: Recognizer, occasions: readonly OccasionKind[] = BY_ITSELF): Found {
  const hits = ci.runs.flatMap((run): Hit[] => {
    const what = recognize(run);
    return what === undefined ? [] : [{ run, what }];
  });
  // Of several occasions the first of the list is told: what runs on pushes and pull requests runs on pushes.
  const rank = ({ run }: Hit) => occasions.indexOf(run.occasion.kind);
  const timely = hits.filter((hit) => rank(hit) >= 0).sort((left, right) => rank(left) - rank(right));
  const open = timely.filter(({ run }) => run.mask === undefined);
  const sure = occasions.some((kind) => {
    const then = open.filter(({ run }) => run.occasion.kind === kind);
    return then.length > 0 && coversAll(then.map(({ run }) => run.guards));
  });
  if (sure) return { kind: 'surely', hits: unique(surest(open)) };
  if (open.length > 0) return { kind: 'perhaps', hits: unique(open) };
  if (timely.length > 0) return { kind: 'masked', hits: unique(timely) };
  if (hits.length > 0) return { kind: 'elsewhen', hits: unique(hits) };
  const elsewhere = ci.runs.filter((run) => run.elsewhere && occasions.includes(run.occasion.kind));
  return elsewhere.length > 0 ? { kind: 'elsewhere', runs: onePerPlace(elsewhere) } : { kind: 'nothing' };
}

/** Unconditional hits when there are some. */
function surest(hits: readonly Hit[]): readonly Hit[] {
  const plain = hits.filter(({ run }) => run.guards.length === 0);
  return plain.length > 0 ? plain : hits;
}

/** One hit for each place, in the order of the files: cells and occasions repeat it. */
export function unique(hits: readonly Hit[]): Hit[] {
  const seen = new Map<string, Hit>();
  for (const hit of hits) {
    const { path, line, column } = hit.run.place;
    const key = `${path}:${line}:${column} ${hit.what}`;
    if (!seen.has(key)) seen.set(key, hit);
  }
  return [...seen.values()].sort((left, right) => before(left.run.place, right.run.place));
}

function before(left: FilePlace, right: FilePlace): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

export function onePerPlace(runs: readonly CiRun[]): CiRun[] {
  return unique(runs.map((run) => ({ run, what: '' }))).map(({ run }) => run);
}

/** A place as seen from the module: workflows of the repository around it begin with `../`. */
export function pathFrom(folder: string, path: string): string {
  if (folder === '') return path;
  if (path.startsWith(`${folder}/`)) return path.slice(folder.length + 1);
  return '../'.repeat(folder.split('/').length) + path;
}
