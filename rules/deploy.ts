/** The standard's section "8. Deployment Readiness", heading "Deployment Readiness". */
import { inOrder } from '../src/in-order.ts';
import type { Dependency } from '../src/models/cargo/dependencies.ts';
import type { Package } from '../src/models/cargo/package.ts';
import type { Ci } from '../src/models/ci/ci.ts';
import { buildsImage, type Recognizer } from '../src/models/ci/tools.ts';
import type { ImageJudgement } from '../src/models/image/image-check.ts';
import type { Mark } from '../src/models/rust-code/mark.ts';
import { OBSERVING, type Operations } from '../src/models/rust-code/operations.ts';
import type { Service } from '../src/models/rust-code/service.ts';
import type { Shutdown } from '../src/models/rust-code/shutdown.ts';
import { questionOf } from '../src/models/rust-module/question.ts';
import type { RustModule } from '../src/models/rust-module/rust-module.ts';
import { ofOwn, wishOfCi } from '../src/predicates/ci.ts';
import { operationsOf, servicesOf } from '../src/predicates/operations.ts';
import {
  alsoSeen,
  counted,
  type Evidence,
  fail,
  notApplicable,
  note,
  pass,
  type RuleGroup,
  review,
  type Verdict,
  withFix,
} from '../src/rule.ts';

function healthOf({ services, health }: Pick<Operations, 'services' | 'health'>): Verdict {
  if (services.length === 0) return notApplicable('no binary of the module stays up');
  const told = (sure: boolean, words = '') =>
    unique(health.filter((one) => one.sure === sure).map(({ what, place }) => ({ message: what + words, ...place })));
  const [first, ...rest] = told(true);
  if (first !== undefined) return pass(first, ...rest, ...services.map(stays));
  const [perhaps, ...others] = told(false, ': whether it tells the health of the service is not seen');
  if (perhaps !== undefined) return review(perhaps, ...others, ...services.map(stays));
  return fail('the service answers nobody who asks for its health', ...services.map(stays));
}

const group: RuleGroup = {
  slug: 'deploy',
  section: '8. Deployment Readiness',
  title: 'Deployment Readiness',
  rules: [
    {
      id: 'deploy/docker',
      text: 'Docker image available (if applicable)',
      why: 'Operators run images.',
      how: 'Services: an image definition whose sources exist and that runs a declared binary.',
      fix: 'Add a Dockerfile that builds and runs the binary.',
      async check(repo) {
        const { services } = await servicesOf(await repo.rust());
        if (services.length === 0) return notApplicable('no binary of the module stays up');
        const binaries = [...new Set((await repo.cargo()).packages.flatMap(binariesOf))];
        const files = await repo.dockerfiles(binaries);
        const good = files.find(({ problems, runs }) => problems.length === 0 && runs !== undefined);
        if (good?.runs !== undefined) return pass(good.runs, ...services.map(stays));
        const { images, broken } = await repo.nixImages();
        const [image, ...others] = images;
        if (image !== undefined) return pass(image, ...others, ...services.map(stays));
        const problems = [...files.flatMap((file) => file.problems), ...broken];
        return imageInCi(await repo.ci(), await ofOwn(repo, buildsImage), files, problems, services);
      },
    },
    {
      id: 'deploy/nix',
      text: 'Nix package definition',
      why: 'CIM deploys with Nix.',
      how: 'flake.nix with a packages output and a lock, or a derivation; its local paths are tracked.',
      fix: 'Add a `packages` output to flake.nix and commit flake.lock.',
      async check(repo) {
        const offers = await repo.nixPackages();
        if (offers.length === 0) return fail('no flake.nix, default.nix or package.nix');
        const [good] = offers.filter(({ offer, problems }) => offer !== undefined && problems.length === 0);
        const notes = offers.flatMap((one) => one.notes);
        if (good?.offer !== undefined) return pass(good.offer, ...notes);
        const problems = offers.flatMap((one) => one.problems);
        return offers.some(({ offer }) => offer !== undefined)
          ? withFix(
              'Correct what is listed: track the files, write the hashes that Nix prints, under cargoLock.outputHashes what comes from git; take from git or a registry what a path takes from elsewhere.',
              fail('the Nix package cannot be built from what is tracked', ...problems, ...notes),
            )
          : fail('no Nix package', ...problems, ...notes);
      },
    },
    {
      id: 'deploy/env-config',
      text: 'Configuration via environment variables',
      why: 'The same image runs everywhere.',
      how: 'Services: every address, port and credential can be set from the environment.',
      fix: 'Read the settings listed from the environment; a library takes them from its caller.',
      async check(repo) {
        const operated = await operationsOf(await repo.rust());
        return operated.services.length === 0 ? libraryConfig(operated) : serviceConfig(operated);
      },
    },
    {
      id: 'deploy/health',
      text: 'Health check endpoints',
      why: 'An orchestrator can only restart what it can ask.',
      how: 'Services: a health route, subject or endpoint of their own.',
      fix: 'Add a health endpoint.',
      async check(repo) {
        return healthOf(await servicesOf(await repo.rust()));
      },
    },
    {
      id: 'deploy/metrics',
      text: 'Metrics and observability hooks',
      why: 'What cannot be seen cannot be operated.',
      how: 'tracing or metrics that leave the process are emitted by code.',
      fix: 'Emit tracing spans where the module does I/O.',
      check: async (repo) => observability(await repo.rust()),
    },
    {
      id: 'deploy/shutdown',
      text: 'Graceful shutdown handling',
      why: 'A deployment must not lose messages.',
      how: 'SIGTERM, cancellation or drain that reaches the tasks.',
      fix: 'Cancel the tasks on SIGTERM; a library gives its caller what ends the tasks that it spawns.',
      async check(repo) {
        const { services, shutdown } = await operationsOf(await repo.rust());
        return services.length === 0 ? libraryShutdown(shutdown) : serviceShutdown(shutdown, services);
      },
    },
  ],
};

/** @param tracing that crate is a dependency, so that a bare `info!` is its own */
const observed = questionOf('deploy/metrics', async (crate, tracing: boolean) =>
  (await import('../src/questions/deploy.ts')).observed(crate, tracing),
);

const marked = ({ what, place }: Mark): Evidence => ({ message: what, ...place });

function binariesOf({ targets }: Package): string[] {
  return targets.filter(({ kind }) => kind === 'bin').map(({ name }) => name);
}

/** Where no image definition of the repository holds, CI may still build one. */
function imageInCi(
  ci: Ci,
  recognize: Recognizer,
  files: readonly ImageJudgement[],
  problems: readonly Evidence[],
  services: readonly Service[],
): Verdict {
  const notes = services.map(stays);
  if (ci.workflows.length + ci.broken.length > 0) {
    const verdict = wishOfCi(ci, { recognize, wanted: 'an image build' });
    const [first, ...rest] = verdict.evidence;
    const evidence = [...rest, ...problems.map(note), ...notes];
    // What is put together of the files here is seen; an image that Nix builds is described elsewhere.
    const isNix = /\bnix build\b/.test(first.message);
    if (verdict.kind === 'pass' && !isNix && files.length === 0)
      return review('CI builds an image, and no Dockerfile of it is here', first, ...evidence);
    if (verdict.kind === 'pass' && !isNix && files.every(({ runs }) => runs === undefined))
      return review('CI builds an image, and no Dockerfile here runs a binary of the module', first, ...evidence);
    if (verdict.kind !== 'fail') return alsoSeen(verdict, ...problems.map(note), ...notes);
  }
  if (problems.length === 0) return fail('no Dockerfile, Containerfile, image by Nix or image build in CI', ...notes);
  return withFix(
    'Correct what is listed, and track the files that the image is built of.',
    fail('no image can be built from what is tracked and runs a binary of the module', ...problems, ...notes),
  );
}

/** Why a binary counts as a service. */
const stays = ({ binary, reason, place }: Service): Evidence =>
  note({ message: `${binary} stays up: it ${reason}`, ...place });

function unique(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Map(evidence.map((one) => [`${one.path}:${one.line}:${one.message}`, one]));
  return [...seen.values()];
}

function serviceConfig({ services, settings: { reads, fixed, doubtful } }: Operations): Verdict {
  const problems = unique(fixed.map(marked));
  const doubts = unique(doubtful.map(marked));
  const notes = [...(problems.length > 0 ? doubts.map(note) : []), ...services.map(stays)];
  if (problems.length > 0)
    return fail(`${counted(problems.length, 'setting')} that the environment cannot reach`, ...problems, ...notes);
  const [first, ...rest] = unique(reads.map(marked));
  if (first === undefined) return fail('nothing is read from the environment', ...doubts.map(note), ...notes);
  if (doubts.length === 0) return pass(first, ...rest, ...notes);
  const amount = counted(doubts.length, 'address stands in', 'addresses stand in');
  return review(`${amount} for what may come from elsewhere than the environment`, ...doubts, first, ...rest, ...notes);
}

function libraryConfig({ settings: { reads, hardWired } }: Operations): Verdict {
  const [wired, ...more] = hardWired.map(marked);
  if (wired !== undefined) return fail('an address that no caller can replace', wired, ...more);
  const [first, ...rest] = reads.map(marked);
  return first === undefined ? notApplicable('a library with nothing to configure') : pass(first, ...rest);
}

async function observability(rust: RustModule): Promise<Verdict> {
  const crates = rust.code();
  const dependencies = crates.flatMap((crate) => crate.package.dependencies).filter(({ kind }) => kind === 'normal');
  const declared = new Set(dependencies.map(({ package: name }) => name));
  const [answers, { services }] = await inOrder([
    rust.ask(crates, observed(declared.has('tracing'))),
    servicesOf(rust),
  ]);
  const [first, ...rest] = answers.flatMap(({ emitted }) => emitted).map(marked);
  if (first !== undefined) {
    const message = rest.length === 0 ? first.message : `${first.message}, and ${rest.length} more`;
    return pass({ ...first, message }, ...rest);
  }
  const unused = dependencies.filter(({ package: name }) => OBSERVING.has(name)).map(unusedDependency);
  if (unused.length > 0) return fail('nothing is emitted', ...unused);
  if (services.length > 0) return fail('a service that emits neither traces nor metrics', ...services.map(stays));
  const [io] = answers.flatMap((answer) => answer.io);
  if (io === undefined) return notApplicable('a pure library: no I/O, no async code, no such dependency');
  return fail('neither traces nor metrics, though the module does I/O or is asynchronous', marked(io));
}

function unusedDependency({ key, place }: Dependency): Evidence {
  return { message: `${key} is declared and never used`, ...place };
}

function serviceShutdown(shutdown: Shutdown, services: readonly Service[]): Verdict {
  const { terminate, interrupt, rest, aborts, ends, spawns } = shutdown;
  const notes = [...spawns.slice(0, 3).map((mark) => note(marked(mark))), ...services.map(stays)];
  const [signal] = terminate;
  const [first, ...more] = unique(rest.map(marked));
  if (signal !== undefined && spawns.length > 0 && [...rest, ...aborts, ...ends].length === 0)
    return review(
      {
        ...marked(signal),
        message: `${signal.what} hears of SIGTERM, and nothing is seen that ends the tasks spawned`,
      },
      ...notes,
    );
  if (signal !== undefined) return pass(marked(signal), ...(first === undefined ? [] : [first, ...more]), ...notes);
  const [interrupted] = interrupt;
  if (interrupted !== undefined)
    return review(
      { ...marked(interrupted), message: 'only Ctrl-C is handled: an orchestrator sends SIGTERM' },
      ...(first === undefined ? [] : [first]),
      ...notes,
    );
  if (first !== undefined)
    return review({ ...first, message: `${first.message}, and no signal that starts it` }, ...more, ...notes);
  return fail('neither signal nor cancellation: the service is killed in the middle of its work', ...notes);
}

/** A library is told to end by its caller: it only has to pass that on to what it spawned. */
function libraryShutdown({ terminate, interrupt, rest, aborts, spawns }: Shutdown): Verdict {
  const [spawn, ...others] = unique(spawns.map(marked));
  if (spawn === undefined) return notApplicable('no service, and no task is spawned');
  const notes = [spawn, ...others].map(note);
  const [first, ...more] = unique([...rest, ...terminate, ...aborts].map(marked));
  if (first !== undefined) return pass(first, ...more, ...notes);
  const [interrupted] = interrupt;
  if (interrupted !== undefined)
    return review(
      { ...marked(interrupted), message: 'only Ctrl-C is handled: whether it ends the tasks is not seen' },
      ...notes,
    );
  return fail({ ...spawn, message: `${spawn.message} starts a task that nothing ends` }, ...others);
}

export default group;
