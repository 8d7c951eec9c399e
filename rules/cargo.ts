/** The standard's section "3. Module Metadata", heading "Cargo.toml Standards". */
import { inOrder } from '../src/in-order.ts';
import { featuresToDocument, hasOwnComment, namesInFeatureSections } from '../src/models/cargo/feature-docs.ts';
import type { Problem } from '../src/models/cargo/manifest.ts';
import { METADATA_FIELDS, metadataProblems, readmesBeside } from '../src/models/cargo/metadata.ts';
import type { Package } from '../src/models/cargo/package.ts';
import { readPinning } from '../src/models/cargo/pinning.ts';
import { isPublished, publishedPackages } from '../src/models/cargo/published.ts';
import type { CargoModule } from '../src/models/cargo/workspace.ts';
import type { Document } from '../src/models/page/document.ts';
import { parseMarkdown } from '../src/models/page/markdown.ts';
import { question } from '../src/models/rust-module/question.ts';
import {
  benchProblem,
  brokenTarget,
  exampleProblem,
  harnessesOf,
  readBenches,
  readExamples,
  usesModule,
} from '../src/predicates/demonstrations.ts';
import { missingImports } from '../src/predicates/missing-imports.ts';
import { unusedDependencies } from '../src/predicates/unused-dependencies.ts';
import type { Repo } from '../src/repo.ts';
import {
  at,
  Broken,
  counted,
  type Evidence,
  every,
  fail,
  notApplicable,
  note,
  partOf,
  pass,
  placed,
  type RuleGroup,
  withFix,
} from '../src/rule.ts';

interface Located {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const evidence = ({ message, ...place }: Located): Evidence => placed(place, message);

/** What cargo refuses of one kind; whatever refuses the manifest fails the item that asks about it. */
const refused = (module: CargoModule, about: Problem['about']): Evidence[] =>
  module.problems
    .filter((one) => one.about === about)
    .map((one) => evidence({ ...one, message: `cargo refuses this: ${one.message}` }));

/** Each package whose metadata others read, by name where there are several. */
const fieldProblems = (module: CargoModule, paths: readonly string[]): Evidence[] => {
  const packages = publishedPackages(module);
  return packages.flatMap((one) => {
    const prefix = packages.length > 1 ? `${one.name}: ` : '';
    return metadataProblems(one, readmesBeside(one, paths)).map((found) =>
      evidence({ ...found, message: `${prefix}${found.message}` }),
    );
  });
};

const unpublished = (module: CargoModule): Evidence[] => {
  const judged = publishedPackages(module);
  return module.packages
    .filter((one) => !judged.includes(one) && !isPublished(one))
    .map((one) => note(at(one.manifestPath, 1, `${one.name} is not published: its metadata is not judged`)));
};

const docsOfCrate = question('cargo/features-documented', async (crate) =>
  (await import('../src/questions/cargo.ts')).docs(crate),
);

/** The pages that may describe a package's features: its README, the module's, and its crate docs. */
async function featurePages(repo: Repo, owner: Package): Promise<Document[]> {
  const rust = await repo.rust();
  const root = owner.targets.find(({ kind }) => kind === 'lib') ?? owner.targets.find(({ kind }) => kind === 'bin');
  const [docs] = await rust.ask(
    rust.targets((target) => target === root, [owner]),
    docsOfCrate,
  );
  const own = owner.readme?.exists && owner.readme.path !== undefined ? [await repo.page(owner.readme.path)] : [];
  return [...own, ...(await moduleReadme(repo)), ...(docs ? [parseMarkdown(docs)] : [])];
}

async function moduleReadme(repo: Repo): Promise<Document[]> {
  try {
    return [(await repo.readme()).page];
  } catch (thrown) {
    if (thrown instanceof Broken) return [];
    throw thrown;
  }
}

async function undocumentedFeatures(repo: Repo, owner: Package): Promise<Evidence[]> {
  const silent = featuresToDocument(owner.features).filter((one) => !hasOwnComment(one));
  if (silent.length === 0) return [];
  const names = new Set((await featurePages(repo, owner)).flatMap((page) => [...namesInFeatureSections(page)]));
  return silent
    .filter((one) => !names.has(one.name))
    .map(({ name, implicit, place }) => {
      const what = implicit ? `feature \`${name}\`, which an optional dependency makes,` : `feature \`${name}\``;
      return evidence({ ...place, message: `${what} is documented nowhere` });
    });
}

const group: RuleGroup = {
  slug: 'cargo',
  section: '3. Module Metadata',
  title: 'Cargo.toml Standards',
  rules: [
    {
      id: 'cargo/metadata',
      text: 'Complete package metadata',
      why: 'crates.io and docs.rs show what the manifest says.',
      how: 'name, version, edition, description, licence, repository, keywords, categories, README and rust-version, each valid.',
      fix: 'Fill in the fields listed under [package].',
      async check(repo) {
        const module = await repo.cargo();
        const problems = [...refused(module, 'manifest'), ...fieldProblems(module, repo.files.paths)];
        const packages = publishedPackages(module);
        if (packages.length === 0) return fail(at('Cargo.toml', 1, 'the workspace has no package'), ...problems);
        const name = packages.length === 1 ? (packages[0]?.name ?? '') : counted(packages.length, 'package');
        if (problems.length === 0)
          return pass(`${name}: all ${METADATA_FIELDS} fields are there and valid`, ...unpublished(module));
        return fail(
          `${name}: ${counted(problems.length, 'field')} missing or invalid`,
          ...problems,
          ...unpublished(module),
        );
      },
    },
    {
      id: 'cargo/explicit-versions',
      text: 'All dependencies with explicit versions',
      why: 'A build that changes by itself is not reproducible.',
      how: 'Every dependency has a requirement other than `*`; git ones are pinned by tag or rev.',
      fix: 'Give each dependency listed a version requirement, and pin those from git by tag or rev.',
      async check(repo) {
        const module = await repo.cargo();
        const { total, findings } = readPinning(module);
        const unused = (await unusedDependencies(await repo.rust())).map(({ key, place }) => ({
          ...place,
          message: `no code names dependency \`${key}\``,
        }));
        const notes = [...findings.filter((one) => one.note), ...unused].map((one) => note(evidence(one)));
        const problems = [...refused(module, 'dependency'), ...findings.filter((one) => !one.note).map(evidence)];
        if (problems.length > 0)
          return fail(
            `${counted(problems.length, 'problem')} in ${counted(total, 'dependency', 'dependencies')}`,
            ...problems,
            ...notes,
          );
        if (total === 0) return notApplicable('no dependencies');
        return pass(`all ${counted(total, 'dependency', 'dependencies')} have a version requirement`, ...notes);
      },
    },
    {
      id: 'cargo/features-documented',
      text: 'Feature flags documented',
      why: 'Nobody turns on what they do not understand.',
      how: "Each feature has a comment above it, or its name in the README's or crate docs' feature section.",
      fix: 'Write a comment above each feature listed.',
      async check(repo) {
        const module = await repo.cargo();
        const packages = publishedPackages(module);
        const total = packages.flatMap((one) => featuresToDocument(one.features)).length;
        const silent = await Promise.all(packages.map((one) => undocumentedFeatures(repo, one)));
        const problems = [...refused(module, 'feature'), ...silent.flat()];
        if (problems.length > 0)
          return fail(`${problems.length} of ${counted(total, 'feature')} undocumented or invalid`, ...problems);
        if (total === 0) return notApplicable('no features and no optional dependencies');
        return pass(`${total === 1 ? 'the one feature is' : `all ${total} features are`} documented`);
      },
    },
    {
      id: 'cargo/examples',
      text: 'Examples included',
      why: 'An example that compiles does not rot.',
      how: 'An example target that uses the crate; every declared one exists.',
      fix: 'Add examples/NAME.rs that uses the crate.',
      async check(repo) {
        const rust = await repo.rust();
        const { packages } = rust.cargo;
        if (!packages.some(({ targets }) => targets.some(({ kind }) => kind === 'lib')))
          return notApplicable('the module has no library that an example could use');
        // Asked at once, so that each crate is read once for both.
        const [examples, refused] = await inOrder([
          readExamples(rust),
          missingImports(rust, ({ kind }) => kind === 'example'),
        ]);
        const broken = examples
          .map((one) => [exampleProblem(one) ?? [], refused.get(one.target) ?? []].flat())
          .filter((problems) => problems.length > 0);
        if (broken.length > 0)
          return withFix(
            'Correct the examples listed, or take them out.',
            fail(`${counted(broken.length, 'example')} cannot be built`, ...broken.flat().map(evidence)),
          );
        if (examples.length === 0)
          return fail('no example target: no examples/NAME.rs, no [[example]] and no member below examples/');
        const idle = examples.filter((one) => !usesModule(one, packages));
        const seen = idle.map(({ target }) =>
          at(target.path ?? '', 1, `example \`${target.name}\` does not use the crate`),
        );
        if (idle.length === examples.length)
          return withFix(
            'Let an example import the crate and call it.',
            fail(`none of ${counted(examples.length, 'example')} uses the crate`, ...seen),
          );
        const using = examples.length - idle.length;
        return pass(`${partOf(using, examples.length, 'example', ['uses', 'use'])} the crate`, ...seen.map(note));
      },
    },
    {
      id: 'cargo/benches',
      text: 'Benchmarks configured',
      why: 'A benchmark that cargo cannot run measures nothing.',
      how: 'A bench target with its harness configured and its dev-dependency there; every declared file exists.',
      fix: 'Add a [[bench]] with `harness = false` and its harness as a dev-dependency.',
      async check(repo) {
        const rust = await repo.rust();
        const [benches, refused] = await inOrder([
          readBenches(rust),
          missingImports(rust, ({ kind }) => kind === 'bench'),
        ]);
        const harness = rust.cargo.packages.flatMap(harnessesOf)[0];
        const none =
          harness === undefined
            ? 'no bench target and no harness'
            : `${harness} is a dependency, but there is no bench target`;
        return every(
          benches,
          (bench) => {
            const broken = brokenTarget(bench) ?? refused.get(bench.target)?.[0];
            if (broken !== undefined) return evidence(broken);
            const problem = benchProblem(bench);
            return problem === undefined ? undefined : evidence({ ...bench.target.place, message: problem });
          },
          {
            holds: (total) => `${counted(total, 'bench target')} configured`,
            broken: (bad, total) => `${bad} of ${counted(total, 'bench target')} cannot run`,
            empty: fail(none),
          },
        );
      },
    },
  ],
};

export default group;
