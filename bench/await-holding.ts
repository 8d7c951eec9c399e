/**
 * Guards held over an await, by the model and by clippy.
 *
 *     node bench/run.js await-holding [--swap] CLIPPY [CRATE[=CARGO-ARGUMENTS]]…
 *
 * CLIPPY is a checkout of rust-clippy: the model reads its own test inputs (`tests/ui/await_holding_*.rs`), and what it names is compared with
 * the expectations beside them. Each CRATE is the folder of a crate or workspace; cargo clippy runs on a copy of it. With `--swap`, the locks of
 * tokio in that copy become those of parking_lot first, so that there is something to find. Places are compared by file and line: the model's is
 * that of the lock or of the name it is bound to. Answers of cargo are kept in CIM_READY_SCRATCH.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { buildCrate, type CrateModel } from '../src/models/rust/crate/crate-model.ts';
import { parseSourceFile } from '../src/models/rust/parse.ts';
import { type HeldGuard, heldGuards } from '../src/models/rust-api/held-guards.ts';
import { Repo } from '../src/repo.ts';
import { beginModule } from '../src/sources/module.ts';
import { askClippy, type Held } from './await-holding-oracle.ts';

/** A place of the model: any of its lines may be the one that clippy names. */
interface Place {
  readonly of: Held['of'];
  readonly path: string;
  readonly lines: readonly number[];
}

interface Score {
  readonly both: number;
  readonly model: number;
  readonly clippy: number;
  /** Of those that clippy alone names: a `drop` of the name follows, which clippy does not see once the guard was used. */
  readonly dropped: number;
}

const scratch = process.env.CIM_READY_SCRATCH ?? join(tmpdir(), 'cim-ready-await-holding');
const swap = process.argv.includes('--swap');
const [clippyFolder, ...crates] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (clippyFolder === undefined) throw new Error('see --help');

function placeOf({ code, of, lock, name }: HeldGuard): Place {
  const taken = code.model.placeAt(code.owner, code.body.source.tokens.start[lock] ?? 0);
  // Clippy points at the whole expression of a temporary, which may begin lines above the lock.
  const call = code.body.calls.find(({ token }) => token === lock);
  const begins = call?.kind === 'method' ? [code.placeOf(call.receiver.from).line] : [];
  const lines = [taken.line, ...(taken.call === undefined ? [] : [taken.call.line]), ...begins];
  return { of, path: taken.path, lines: name === undefined ? lines : [...lines, code.placeOf(name).line] };
}

/** Prints where the two differ, and one row of the table. */
function compare(name: string, ours: readonly Place[], theirs: readonly Held[], read: (path: string) => string): void {
  const isSame = (place: Place, held: Held) =>
    place.of === held.of && place.path === held.path && place.lines.includes(held.line);
  const both = ours.filter((place) => theirs.some((held) => isSame(place, held)));
  for (const place of ours) if (!both.includes(place)) tell('model', name, place.path, place.lines[0], place.of);
  const missed = theirs.filter((held) => !ours.some((place) => isSame(place, held)));
  const dropped = missed.filter((held) => isDropped(read(held.path), held.line));
  for (const held of missed)
    tell('clippy', name, held.path, held.line, `${held.of}${dropped.includes(held) ? ', dropped by name' : ''}`);
  const score = {
    both: both.length,
    model: ours.length,
    clippy: both.length + missed.length,
    dropped: dropped.length,
  };
  rows.push({ name, score });
}

function isDropped(text: string, line: number): boolean {
  const [first = '', ...rest] = text.split('\n').slice(line - 1, line + 60);
  const name = /\blet (?:mut )?(\w+)\b/.exec(first)?.[1];
  return name !== undefined && rest.some((one) => new RegExp(`\\bdrop\\(${name}\\)`).test(one));
}

function tell(who: string, name: string, path: string, line: number | undefined, of: string): void {
  console.log(`  only ${who}: ${name} ${path}:${line} ${of}`);
}

const rows: { name: string; score: Score }[] = [];

/** One file as a crate of its own, as clippy's tests compile it. */
function modelOfFile(path: string): CrateModel {
  const source = parseSourceFile('lib.rs', readFileSync(path, 'utf8'));
  const input = { name: 'sample', kind: 'bin' as const, root: 'lib.rs', edition: '2024' as const, features: [] };
  return buildCrate(
    { ...input, dependencies: ['parking_lot'] },
    { file: (asked) => (asked === 'lib.rs' ? source : undefined) },
  );
}

/** `error: … \n  --> tests/ui/x.rs:10:13`: the places that clippy's own tests expect. */
function expectations(path: string): Held[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/^error: (.*)\n\s*--> [^:]*:(\d+):\d+$/gm)].map(([, message = '', line = '']) => ({
    of: message.includes('RefCell') ? 'cell' : 'lock',
    path: 'lib.rs',
    line: Number(line),
  }));
}

const tests = join(clippyFolder, 'tests', 'ui');
for (const file of readdirSync(tests).filter((name) => /^await_holding.*\.rs$/.test(name))) {
  const expected = join(tests, file.replace(/rs$/, 'stderr'));
  const ours = heldGuards(modelOfFile(join(tests, file))).map(placeOf);
  const text = readFileSync(join(tests, file), 'utf8');
  compare(`clippy's ${file}`, ours, existsSync(expected) ? expectations(expected) : [], () => text);
}

for (const argument of crates) {
  const [, folder = '', cargo = ''] = /^([^=]*)=?(.*)$/.exec(argument) ?? [];
  const answer = askClippy(resolve(folder), cargo, { scratch, swap });
  const ours = await heldIn(answer.folder, /--all-features|--features/.test(cargo));
  const judged = (path: string) => answer.roots.some((root) => path.startsWith(root));
  compare(
    basename(resolve(folder)),
    ours.filter(({ path }) => judged(path)),
    answer.held,
    (path) => readFileSync(join(answer.folder, path), 'utf8'),
  );
}

async function heldIn(folder: string, allFeatures: boolean): Promise<Place[]> {
  const module = await beginModule(folder, { maxFileBytes: 2 ** 24 }).module;
  try {
    const rust = await new Repo(module.sources, { today: '2026-01-01' }).rust();
    const crates = rust.targets(({ kind }) => kind === 'lib' || kind === 'bin');
    const answers = await rust.ask(crates, {
      name: 'held guards',
      about: async ({ model, complete }) => heldGuards(allFeatures ? complete : model).map(placeOf),
    });
    const places = answers.flat();
    return [...new Map(places.map((place) => [`${place.path}:${place.lines[0]} ${place.of}`, place])).values()];
  } finally {
    module.close();
  }
}

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const row = (name: string, { both, model, clippy, dropped }: Score): string =>
  `| ${name} | ${both} | ${model} | ${clippy} | ${dropped} | ${percent(both, model)} | ${percent(both, clippy)} |`;
console.log(
  '\n| inputs | both | model | clippy | of these dropped | precision | recall |\n|---|---|---|---|---|---|---|',
);
for (const { name, score } of rows) console.log(row(name, score));
const sum = (key: keyof Score): number => rows.reduce((total, { score }) => total + score[key], 0);
console.log(row('**all**', { both: sum('both'), model: sum('model'), clippy: sum('clippy'), dropped: sum('dropped') }));
