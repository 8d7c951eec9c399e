/** The standard's section "2. Repository Standards", heading "CI/CD Pipeline". */
import { isPublished } from '../src/models/cargo/published.ts';
import { notifiesRegistry, publishes } from '../src/models/ci/publishing.ts';
import { type Coverage, tested, testedOn } from '../src/models/ci/tests-in-ci.ts';
import { buildsDocs, checksLicences, publishesSite, type Recognizer, scansSecurity } from '../src/models/ci/tools.ts';
import { inCi, ofOwn, wishOfCi, workflowsOf } from '../src/predicates/ci.ts';
import { noSurePlace, testEvidence, untested } from '../src/predicates/ci-tests.ts';
import type { Repo } from '../src/repo.ts';
import { type Evidence, fail, pass, type RuleGroup, review, type Verdict } from '../src/rule.ts';

/** `tests do not run on macOS and Windows, and on Linux only under conditions`. */
function where(systems: readonly { readonly name: string; readonly coverage: Coverage }[]): string {
  const of = (wanted: Coverage) =>
    systems
      .filter(({ coverage }) => coverage === wanted)
      .map(({ name }) => name)
      .join(', ')
      .replace(/, (?=\w+$)/, ' and ');
  const perhaps = of('perhaps');
  return `tests do not run on ${of('not')}${perhaps === '' ? '' : `, and on ${perhaps} only under conditions`}`;
}

const group: RuleGroup = {
  slug: 'ci',
  section: '2. Repository Standards',
  title: 'CI/CD Pipeline',
  rules: [
    {
      id: 'ci/build-and-test',
      text: 'Build and test on push',
      why: 'A broken push is seen by its author, at once.',
      how: 'A workflow runs a test step on push.',
      fix: 'Add a workflow with `on: push` that runs `cargo test`.',
      async check(repo) {
        const { ci, tests } = await testsOf(repo);
        const coverage = tested(tests);
        if (coverage === 'not') return untested(ci, tests, 'a test command on push');
        const [first, ...rest] = testEvidence(ci, tests, coverage);
        return coverage === 'surely' ? pass(first, ...rest) : review(first, ...rest);
      },
    },
    {
      id: 'ci/cross-platform',
      text: 'Cross-platform testing (Linux, macOS, Windows)',
      why: 'Users are on all three.',
      how: 'Test steps run on all three systems.',
      fix: 'Run the test job in a matrix over ubuntu-latest, macos-latest and windows-latest.',
      async check(repo) {
        const { ci, tests } = await testsOf(repo);
        if (tests.steps.length === 0) return untested(ci, tests, 'a test command on push');
        const systems = (['Linux', 'macOS', 'Windows'] as const).map((name) => ({
          name,
          coverage: testedOn(tests, name),
        }));
        const evidence = systems.flatMap(({ name }) => testEvidence(ci, tests, testedOn(tests, name), name));
        const without = systems.filter(({ coverage }) => coverage !== 'surely').map(({ name }) => name);
        if (without.length === 0) return pass('tests run on Linux, macOS and Windows', ...evidence);
        return noSurePlace(ci, tests, systems) ?? fail(where(systems), ...evidence);
      },
    },
    {
      id: 'ci/security-scan',
      text: 'Security scanning',
      why: 'New advisories appear while nobody edits the code.',
      how: 'A workflow runs a security scanner.',
      fix: 'Run `cargo deny check advisories` or `cargo audit` in a workflow.',
      check: async (repo) =>
        wishOfCi(await repo.ci(), {
          recognize: await ofOwn(repo, scansSecurity),
          wanted: 'a security scanner',
          named: /\b(?:audit|deny|advisor(?:y|ies)|osv)\b/i,
        }),
    },
    {
      id: 'ci/license-compliance',
      text: 'License compliance checking',
      why: 'One incompatible dependency taints the release.',
      how: 'A workflow checks licences.',
      fix: 'Run `cargo deny check licenses` with a [licenses] table in deny.toml.',
      check: checkLicences,
    },
    {
      id: 'ci/docs',
      text: 'Documentation generation',
      why: 'Broken documentation is found before users find it.',
      how: 'A workflow builds the documentation.',
      fix: 'Run `cargo doc --no-deps` in a workflow.',
      async check(repo) {
        await needsCrate(repo);
        return wishOfCi(await repo.ci(), {
          recognize: await ofOwn(repo, buildsDocs),
          wanted: '`cargo doc`, mdbook or a documentation deployment',
          named: /\b(?:rust)?docs?\b/i,
          doubtful: publishesSite,
        });
      },
    },
    {
      id: 'ci/release',
      text: 'Automated release process',
      why: 'Releases by hand are releases with steps forgotten.',
      how: 'A workflow publishes on a tag, a release or main.',
      fix: 'Publish from a workflow: release-plz, cargo-dist, or `cargo publish` on a tag.',
      check: async (repo) =>
        wishOfCi(await repo.ci(), {
          recognize: await ofOwn(repo, await publishing(repo)),
          occasions: ['tag', 'release', 'push', 'workflow_run'],
          wanted: 'anything that publishes a release',
          named: /\b(?:release|publish|dist)\b/i,
          conditional: true,
        }),
    },
    {
      id: 'ci/registry-notification',
      text: 'Registry notification on updates',
      why: 'The registry knows modules by what they tell it.',
      how: 'A workflow tells the registry on push to main or on release.',
      fix: 'Send a repository_dispatch to the registry on release.',
      check: async (repo) =>
        wishOfCi(await repo.ci(), {
          recognize: notifiesRegistry,
          occasions: ['push', 'release', 'tag'],
          wanted: 'a repository dispatch to the registry or a NATS publish on cim.module.…',
        }),
    },
  ],
};

/** Where every package says `publish = false`, cargo refuses to publish. */
async function publishing(repo: Repo): Promise<Recognizer> {
  const cargo = await repo.cargoResult();
  const refuses = cargo.kind === 'module' && !cargo.module.packages.some(isPublished);
  return (run) => (refuses && publishes(run) === 'cargo publish' ? undefined : publishes(run));
}

/** A template without Rust has nothing that cargo could test or document; a manifest that does not load is another rule's finding. */
async function needsCrate(repo: Repo): Promise<void> {
  if ((await repo.cargoResult()).kind === 'absent') await repo.cargo();
}

async function testsOf(repo: Repo) {
  await needsCrate(repo);
  return { ci: workflowsOf(await repo.ci()), tests: await repo.testsInCi() };
}

async function checkLicences(repo: Repo): Promise<Verdict> {
  const ci = workflowsOf(await repo.ci());
  // It brings the parsers of TOML and YAML, which a module without workflows does not need.
  const { denyLicences, reviewLicences } = await import('../src/models/ci/licence-config.ts');
  const read = (path: string) => repo.repositoryFiles.text(path);
  const empty: Evidence[] = [];
  const recognize: Recognizer = (run) => {
    const check = checksLicences(run);
    if (check === undefined || check.kind === 'tool') return check?.name;
    if (check.kind === 'dependency review') {
      if (!check.lists && !reviewLicences(read(check.config ?? ''))) return undefined;
      if (check.idle === undefined) return check.name;
      empty.push(inCi(ci, run, `${check.name} runs, but ${check.idle}`));
      return undefined;
    }
    const config = denyLicences(read, [run.folder, repo.folder, ''], check.config);
    if (config?.has) return check.name;
    const lacks = config === undefined ? 'there is no deny.toml' : `${config.path} has no [licenses] table`;
    empty.push(inCi(ci, run, `${check.name} runs, but ${lacks}`));
    return undefined;
  };
  const verdict = wishOfCi(ci, {
    recognize: await ofOwn(repo, recognize),
    wanted: 'a licence check',
    named: /\b(?:deny|licen[sc]es?)\b/i,
  });
  const [first, ...rest] = new Map(empty.map((evidence) => [JSON.stringify(evidence), evidence])).values();
  return verdict.kind === 'fail' && first !== undefined ? fail(first, ...rest, ...verdict.evidence) : verdict;
}

export default group;
