/** The standard's section "1. Code Quality Standards", heading "Code Structure". */
import { inOrder } from '../src/in-order.ts';
import { crateEdges } from '../src/models/cargo/crate-edges.ts';
import { publishedPackages } from '../src/models/cargo/published.ts';
import type { Target } from '../src/models/cargo/targets.ts';
import { errorFamilies } from '../src/models/rust-api/error-families.ts';
import { question, type RustTarget } from '../src/models/rust-module/question.ts';
import type { RustModule } from '../src/models/rust-module/rust-module.ts';
import { findCycles } from '../src/models/structure/cycles.ts';
import { findLayoutProblems } from '../src/models/structure/module-layout.ts';
import type { FileLoad } from '../src/models/structure/module-load.ts';
import type { Repo } from '../src/repo.ts';
import {
  at,
  Broken,
  counted,
  fail,
  notApplicable,
  note,
  open,
  pass,
  placed,
  type RuleGroup,
  review,
  type Verdict,
  withFix,
} from '../src/rule.ts';

const code = () => import('../src/questions/structure.ts');

const around = (names: readonly string[]): string => [...names, names[0]].join(' → ');

/** Lines from which a file is called very long. */
const VERY_LONG = 1000;

const layouts = question('structure/organization', async (crate) => (await code()).layoutsOf(crate));

async function checkOrganization(repo: Repo): Promise<Verdict> {
  const rust = await repo.rust();
  const isCode = ({ kind }: Target) => kind === 'lib' || kind === 'bin';
  const published = publishedPackages(rust.cargo);
  const [all, modelled, fileless] = await inOrder([
    rust.ask(rust.targets(), layouts),
    filesByExpansion(rust, rust.targets(isCode, published)),
    modulesWithoutFile(rust, rust.targets(isCode, published)),
  ]);
  const reached = new Map(all.flat().map((layout) => [layout.path, layout]));
  const others = rust.cargo.packages.filter((one) => !published.includes(one));
  const expanded = [() => modelled, () => filesByExpansion(rust, rust.targets(isCode, others))];
  const problems = await findLayoutProblems(rust.cargo, repo.files.paths, reached, expanded);
  const [first, ...rest] = problems.map(({ path, line, message }) => at(path, line, message));
  if (first && rest.length > 0) return fail(`${problems.length} files or modules are out of place`, first, ...rest);
  if (first) return fail(first);
  const [unseen, ...more] = fileless;
  if (unseen)
    return unseen.made
      ? review(unseen.evidence, ...more.map((one) => one.evidence))
      : fail(unseen.evidence, ...more.map((one) => one.evidence));
  if (reached.size === 0) return open('no file of Rust is reached from a target');
  return pass(`${counted(reached.size, 'file')} of Rust, each reached from a target and named as Rust has it`);
}

const fileless = question('structure/organization: modules without a file', async (crate) =>
  (await code()).filelessOf(crate),
);

/** Modules whose file is not there; a build script may write it. None of a crate with a file that does not parse. */
async function modulesWithoutFile(rust: RustModule, crates: readonly RustTarget[]) {
  try {
    const found = await rust.ask(crates, fileless);
    const all = found.flatMap((some, index) =>
      some.map(({ path, line, name, tried }) => {
        const made = crates[index]!.package.targets.some(({ kind }) => kind === 'build');
        const where = tried.join(' nor ');
        const message = made
          ? `module ${name} has neither ${where}: the build script may write it`
          : `module ${name} is declared, and there is neither ${where}`;
        return { made, evidence: at(path, line, message) };
      }),
    );
    return [...new Map(all.map((one) => [JSON.stringify(one.evidence), one])).values()];
  } catch (thrown) {
    if (thrown instanceof Broken) return [];
    throw thrown;
  }
}

const filesOfModel = question('structure/organization: files of the model', async (crate) =>
  (await code()).filesOf(crate),
);

/** Files whose `mod` a macro of the crate writes; none of a crate with a file that does not parse. */
async function filesByExpansion(rust: RustModule, crates: readonly RustTarget[]): Promise<readonly string[]> {
  try {
    return (await rust.ask(crates, filesOfModel)).flat();
  } catch (thrown) {
    if (thrown instanceof Broken) return [];
    throw thrown;
  }
}

const loads = question('structure/single-responsibility', async (crate) => (await code()).loads(crate));

async function checkResponsibility(repo: Repo): Promise<Verdict> {
  const rust = await repo.rust();
  const files = new Map<string, FileLoad>();
  for (const load of (await rust.ask(rust.code(), loads)).flat()) if (!files.has(load.path)) files.set(load.path, load);
  const sorted = [...files.values()].sort((a, b) => b.lines - a.lines || (a.path < b.path ? -1 : 1));
  const long = sorted.filter(({ lines }) => lines > VERY_LONG).length;
  const mixed = sorted.filter(({ layers }) => layers.length > 1).length;
  const [largest] = sorted;
  if (largest === undefined) return open('no code was found to look at');
  const all = sorted.map(({ path, lines, publicItems, layers }) =>
    at(
      path,
      1,
      `${counted(lines, 'line')}, ${counted(publicItems, 'public item')}${layers.length > 1 ? `, mixes ${layers.join(' and ')}` : ''}`,
    ),
  );
  const summary = `${counted(sorted.length, 'file')}, the largest with ${counted(largest.lines, 'line')}; ${long} over ${VERY_LONG} lines, ${counted(mixed, 'mixes', 'mix')} layers`;
  return { ...review(summary, ...all), metrics: { files: sorted.length, veryLong: long, mixed } };
}

const exported = question('structure/exports', async (crate) => (await code()).exported(crate));

async function checkExports(repo: Repo): Promise<Verdict> {
  const rust = await repo.rust();
  const found = await rust.ask(rust.libraries(), exported);
  const problems = [
    ...found.flatMap(({ unreachable }) => unreachable),
    ...found.flatMap(({ unnameable }) => unnameable),
  ];
  const [first, ...rest] = problems;
  if (first && rest.length > 0) return fail(`${problems.length} items are exported badly`, first, ...rest);
  if (first) return fail(first);
  const total = found.reduce((sum, one) => sum + one.total, 0);
  return pass(`all of ${total} public items can be reached and named`);
}

const cycles = question('structure/no-cycles', async (crate) => (await code()).cycles(crate));

const unfinished = question('structure/error-handling: build script', async (crate) =>
  (await code()).unfinished(crate),
);

const errors = question('structure/error-handling', async (crate) => (await code()).errors(crate));

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
          ...cycle.map(({ from, to, place }) => placed(place, `${from} depends on ${to}`)),
        ]);
        const inside = await rust.ask(crates, cycles);
        const found = [...dependencies, ...inside.flatMap((one) => one.cycles)];
        if (found.length > 0) return fail(counted(found.length, 'cycle'), ...found.flat());
        const modules = inside.reduce((sum, one) => sum + one.modules, 0);
        return pass(
          `no cycle among ${counted(modules, 'module')} of ${counted(crates.length, 'crate')}, nor between crates`,
        );
      },
    },
    {
      id: 'structure/error-handling',
      text: 'Consistent error handling patterns',
      why: 'Callers handle one family of errors, not three.',
      how: 'Over all public fallible functions the error types are of one family; nothing in code is left unimplemented.',
      fix: "Choose one way to fail for all public functions, best the module's own error type.",
      async check(repo) {
        const rust = await repo.rust();
        const crates = rust.code();
        const found = await rust.ask(crates, errors);
        const scripts = await rust.ask(
          rust.targets(({ kind }) => kind === 'build'),
          unfinished,
        );
        const missing = [...found.map((code) => code.missing), ...scripts].flatMap((places) =>
          places.map(({ what, ...place }) => placed(place, what)),
        );
        const stops = found.flatMap((code) => code.stops);
        const excuses = found.flatMap((code) => code.excuses);
        const functions = found
          .filter((_, index) => crates[index]?.target.kind === 'lib')
          .flatMap(({ fallible }) => fallible);
        const { minority, words } = errorFamilies(functions);
        const notes = [...excuses, ...stops].map(({ what, ...place }) => note(placed(place, what)));
        const abrupt = `${stops.length} unwrap, expect or panic`;
        if (missing.length > 0) {
          const places = counted(missing.length, 'place');
          const verdict = fail(`code that is not finished: ${places} (${abrupt})`, ...missing, ...minority, ...notes);
          return withFix('Finish the code listed, or take it out.', verdict);
        }
        if (minority.length > 0) return fail(`errors of several kinds: ${words}`, ...minority, ...notes);
        if (functions.length === 0) return notApplicable('no public function returns a Result');
        return pass(
          `${counted(functions.length, 'public function')} can fail, with ${words} (${abrupt} in code)`,
          ...notes,
        );
      },
    },
  ],
};

export default group;
