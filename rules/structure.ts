/** The standard's section "1. Code Quality Standards", heading "Code Structure". */
import { crateEdges } from '../src/models/cargo/crate-edges.ts';
import { type Cycle, findCycles } from '../src/models/cycles.ts';
import { moduleCycles } from '../src/models/module-cycles.ts';
import { findLayoutProblems } from '../src/models/module-layout.ts';
import { type FileLoad, loadsOf } from '../src/models/module-load.ts';
import type { CrateModel, Finding, ModuleEdge } from '../src/models/rust/crate/crate-model.ts';
import { errorFamilies } from '../src/models/rust-api/error-families.ts';
import { fallibleFunctions } from '../src/models/rust-api/fallible.ts';
import { unfinishedCode } from '../src/models/rust-api/unfinished.ts';
import type { RustModule } from '../src/models/rust-module.ts';
import type { Repo } from '../src/repo.ts';
import {
  at,
  Broken,
  type Evidence,
  fail,
  notApplicable,
  note,
  open,
  pass,
  type RuleGroup,
  review,
  type Verdict,
} from '../src/rule.ts';

const around = (names: readonly string[]): string => [...names, names[0]].join(' → ');

/** The cycle in one line, then each edge with the place of its first use. */
function tellModuleCycle(model: CrateModel, cycle: Cycle<ModuleEdge>): Evidence[] {
  const edges = cycle.map(({ from, to, user, offset, name }) => {
    const { path, line, column } = model.placeAt(user, offset);
    return at(path, line, `${model.pathOf(from)} uses \`${name}\` of ${model.pathOf(to)}`, column);
  });
  const names = around(cycle.map(({ from }) => model.pathOf(from)));
  return [{ ...edges[0], message: `modules in a cycle: ${names}` }, ...edges];
}

/** Lines from which a file is called very long. */
const VERY_LONG = 1000;

async function checkOrganization(repo: Repo): Promise<Verdict> {
  const rust = await repo.rust();
  const reached = rust.reached();
  const layout = { paths: repo.files.paths, reached, file: rust.file, expanded: () => filesByExpansion(rust) };
  const problems = findLayoutProblems(rust.cargo, layout);
  const [first, ...rest] = problems.map(({ path, line, message }) => at(path, line, message));
  if (first && rest.length > 0) return fail(`${problems.length} files or modules are out of place`, first, ...rest);
  if (first) return fail(first);
  if (reached.size === 0) return open('no file of Rust is reached from a target');
  return pass(`${reached.size} files of Rust, each reached from a target and named as Rust has it`);
}

/** Files whose `mod` a macro of the crate writes; none of a crate with a file that does not parse. */
function filesByExpansion(rust: RustModule): ReadonlySet<string> {
  try {
    const crates = [...rust.targets('lib'), ...rust.targets('bin')];
    return new Set(crates.flatMap(({ model }) => [...model.collected.files.keys()]));
  } catch (thrown) {
    if (thrown instanceof Broken) return new Set();
    throw thrown;
  }
}

async function checkResponsibility(repo: Repo): Promise<Verdict> {
  const rust = await repo.rust();
  const files = new Map<string, FileLoad>();
  for (const { model } of rust.code())
    for (const [path, load] of loadsOf(model)) if (!files.has(path)) files.set(path, load);
  const loads = [...files.values()].sort((a, b) => b.lines - a.lines || (a.path < b.path ? -1 : 1));
  const long = loads.filter(({ lines }) => lines > VERY_LONG).length;
  const mixed = loads.filter(({ layers }) => layers.length > 1).length;
  const [largest] = loads;
  if (largest === undefined) return open('no code was found to look at');
  const all = loads.map(({ path, lines, publicItems, layers }) =>
    at(
      path,
      1,
      `${lines} lines, ${publicItems} public items${layers.length > 1 ? `, mixes ${layers.join(' and ')}` : ''}`,
    ),
  );
  const summary = `${loads.length} files, the largest with ${largest.lines} lines; ${long} over ${VERY_LONG} lines, ${mixed} mix layers`;
  return { ...review(summary, ...all), metrics: { files: loads.length, veryLong: long, mixed } };
}

async function checkExports(repo: Repo): Promise<Verdict> {
  const libraries = (await repo.rust()).libraries();
  const unreachable = libraries.flatMap(({ model }) => model.unreachablePub());
  const unnameable = libraries.flatMap(({ model }) => model.unnameableTypes());
  const tell = (message: string) => (found: Finding) =>
    at(found.path, found.line, `${found.definition.kind} ${found.item} ${message}`, found.column);
  const problems = [
    ...unreachable.map(tell('is `pub`, and no other crate can reach it')),
    ...unnameable.map(tell('can be held by other crates, and not be named')),
  ];
  const [first, ...rest] = problems;
  if (first && rest.length > 0) return fail(`${problems.length} items are exported badly`, first, ...rest);
  if (first) return fail(first);
  const total = libraries.reduce((sum, { model }) => sum + model.publicItems().length, 0);
  return pass(`all of ${total} public items can be reached and named`);
}

const group: RuleGroup = {
  slug: 'structure',
  section: '1. Code Quality Standards',
  title: 'Code Structure',
  rules: [
    {
      id: 'structure/organization',
      text: 'Clear module organization following Rust conventions',
      why: 'Files where cargo and Rust developers expect them need no explanation.',
      how: 'No file under src/ that no crate root reaches, no stray .rs in the root, no module defined twice, snake_case names, every declared target there.',
      fix: 'Declare the file with `mod`, move it, or remove it.',
      check: checkOrganization,
    },
    {
      id: 'structure/single-responsibility',
      text: 'Single responsibility principle enforced',
      why: 'A module with one job can be changed without fear.',
      how: 'A person judges; lines and public items by module, very long files and mixed layers are the evidence.',
      fix: 'Split modules that mix I/O, domain types and wire formats.',
      check: checkResponsibility,
    },
    {
      id: 'structure/exports',
      text: 'All public APIs properly exported',
      why: 'A `pub` that nobody can name is noise, and a type that nobody can name is a trap.',
      how: 'No unreachable_pub and no unnameable_types, as rustc reports them.',
      fix: 'Make the item `pub(crate)`, or re-export it.',
      check: checkExports,
    },
    {
      id: 'structure/no-cycles',
      text: 'No circular dependencies',
      why: 'Modules in a cycle can only be understood and changed together.',
      how: 'No cycle between the modules of a crate or between crates of the workspace.',
      fix: 'Move the shared item to a module that both may use.',
      async check(repo) {
        const rust = await repo.rust();
        const crates = rust.code();
        const between = findCycles(crateEdges(rust.cargo, (path) => repo.files.text(path)));
        const dependencies = between.map((cycle) => [
          at(
            cycle[0]?.place.path ?? '',
            cycle[0]?.place.line,
            `crates in a cycle: ${around(cycle.map(({ from }) => from))}`,
          ),
          ...cycle.map(({ from, to, place }) => at(place.path, place.line, `${from} depends on ${to}`, place.column)),
        ]);
        const inside = crates.flatMap(({ model }) => moduleCycles(model).map((cycle) => tellModuleCycle(model, cycle)));
        const found = [...dependencies, ...inside];
        if (found.length > 0)
          return fail(`${found.length} ${found.length === 1 ? 'cycle' : 'cycles'}`, ...found.flat());
        const modules = crates.reduce((sum, { model }) => sum + model.modules().length, 0);
        return pass(`no cycle among ${modules} modules of ${crates.length} crates, nor between crates`);
      },
    },
    {
      id: 'structure/error-handling',
      text: 'Consistent error handling patterns',
      why: 'Callers handle one family of errors, not three.',
      how: 'Over all public fallible functions the error types are of one family; nothing in code is left unimplemented.',
      fix: "Return the module's own error type from the functions listed.",
      async check(repo) {
        const crates = (await repo.rust()).code();
        const unfinished = crates.map(({ model }) => unfinishedCode(model));
        const missing = unfinished.flatMap((code) =>
          code.missing.map(({ path, line, column, what }) => at(path, line, what, column)),
        );
        const stops = unfinished.flatMap(({ stops }) => stops);
        const excuses = unfinished.flatMap(({ excuses }) => excuses);
        const functions = crates
          .filter(({ target }) => target.kind === 'lib')
          .flatMap(({ model }) => fallibleFunctions(model));
        const { minority, words } = errorFamilies(functions);
        const notes = [...excuses, ...stops].map(({ path, line, column, what }) => note(at(path, line, what, column)));
        const counted = `${stops.length} unwrap, expect or panic`;
        if (missing.length > 0) {
          const places = `${missing.length} ${missing.length === 1 ? 'place' : 'places'}`;
          const verdict = fail(`code that is not finished: ${places} (${counted})`, ...missing, ...minority, ...notes);
          return { ...verdict, fix: 'Finish the code listed, or take it out.' };
        }
        if (minority.length > 0) return fail(`errors of several kinds: ${words}`, ...minority, ...notes);
        if (functions.length === 0) return notApplicable('no public function returns a Result');
        return pass(`${functions.length} public functions can fail, with ${words} (${counted} in code)`, ...notes);
      },
    },
  ],
};

export default group;
