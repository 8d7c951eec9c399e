import { type CargoCommand, cargoCommand, hasFlag } from './cargo-command.ts';
import type { CiRun } from './ci.ts';
import { programOf } from './wrapper.ts';

/** Names what a run does for the matter asked; undefined when it has nothing to do with it. */
export type Recognizer = (run: CiRun) => string | undefined;

/** The program of a run and the words after it; cargo's own are read by `cargoCommand`. */
function program(run: CiRun): { name: string; args: readonly string[] } {
  const [first = '', ...args] = run.argv;
  // `npx semantic-release`, `pipx run reuse lint`, `uvx semgrep scan`: the package is the program.
  if (['npx', 'pnpx', 'bunx', 'uvx'].includes(first)) {
    const at = args.findIndex((arg) => !arg.startsWith('-'));
    return { name: (args[at] ?? '').replace(/@[\d^~].*$/, ''), args: args.slice(at + 1) };
  }
  if (first === 'pipx' && args[0] === 'run') return { name: args[1] ?? '', args: args.slice(2) };
  return { name: programOf(first), args };
}

function isAction(run: CiRun, ...names: readonly string[]): boolean {
  return names.some(
    (name) => run.action !== undefined && (run.action.name === name || run.action.name.startsWith(`${name}/`)),
  );
}

const HELP = new Set(['--version', '-V', '--help', '-h', 'help', 'version']);

function asksHelp(args: readonly string[]): boolean {
  return args.some((arg) => HELP.has(arg));
}

/** Which checks `cargo deny check` makes: all when none is named. */
function denyChecks(args: readonly string[]): string[] {
  const known = ['advisories', 'ban', 'bans', 'license', 'licenses', 'sources', 'all'];
  const named = args.filter((arg) => known.includes(arg));
  return named.length === 0 ? ['all'] : named;
}

function denyRun(run: CiRun, cargo: CargoCommand | undefined): { checks: string[]; words: string } | undefined {
  if (isAction(run, 'embarkstudios/cargo-deny-action')) {
    const words =
      `${run.action?.with.get('command') ?? 'check'} ${run.action?.with.get('command-arguments') ?? ''}`.split(/\s+/);
    return words.includes('check') ? { checks: denyChecks(words), words: 'cargo-deny-action' } : undefined;
  }
  if (cargo?.name !== 'deny' || !cargo.args.includes('check') || asksHelp(cargo.args)) return undefined;
  // A lint that is allowed or only warned of fails nothing.
  const lenient = new Set(cargo.args.flatMap((arg, at) => (/^(?:-A|-W|--allow|--warn)$/.test(arg) ? [at + 1] : [])));
  const waved = cargo.args.some((arg, at) => lenient.has(at) && /^(?:vulnerability|advisories|all)$/.test(arg));
  const checks = denyChecks(cargo.args.filter((_, at) => !lenient.has(at)));
  const strict = checks.flatMap((check) =>
    check === 'all' ? ['bans', 'licenses', 'sources'] : check === 'advisories' ? [] : [check],
  );
  return { checks: waved ? strict : checks, words: 'cargo deny check' };
}

/** `cargo xtask audit`, `cargo run -p tasks -- check deny`: a program of the module's own, asked for what the words name. */
export const asksOwnProgram =
  (named: RegExp): Recognizer =>
  (run) => {
    const cargo = cargoCommand(run.argv);
    const isTask = cargo?.name === 'xtask' || cargo?.name === 'x';
    const words = cargo?.name === 'run' ? cargo.rest : isTask ? cargo.args : [];
    return named.test(words.join(' ')) && !asksHelp(words) ? `\`${run.argv.slice(0, 8).join(' ')}\`` : undefined;
  };

/** Scanners of dependencies: what `security/audit` counts. */
export const auditsDependencies: Recognizer = (run) => {
  const cargo = cargoCommand(run.argv);
  if (cargo?.name === 'audit' && !asksHelp(cargo.args) && !cargo.args.includes('bin')) return 'cargo audit';
  const deny = denyRun(run, cargo);
  if (deny?.checks.some((check) => check === 'all' || check === 'advisories')) return `${deny.words} (advisories)`;
  if (isAction(run, 'rustsec/audit-check', 'actions-rs/audit-check')) return run.action?.name;
  if (isAction(run, 'google/osv-scanner-action')) return 'OSV-Scanner';
  const { name, args } = program(run);
  return name === 'osv-scanner' && !asksHelp(args) ? 'OSV-Scanner' : undefined;
};

/** Static analysers of code: what `security/sast` counts. */
export const analysesCode: Recognizer = (run) => {
  if (isAction(run, 'github/codeql-action/analyze')) return 'CodeQL';
  if (isAction(run, 'returntocorp/semgrep-action', 'semgrep/semgrep-action')) return 'Semgrep';
  if (isAction(run, 'sonarsource/sonarqube-scan-action', 'sonarsource/sonarcloud-github-action')) return 'Sonar';
  if (isAction(run, 'snyk/actions') && run.action?.with.get('command')?.startsWith('code')) return 'Snyk Code';
  const cargo = cargoCommand(run.argv);
  if (cargo?.name === 'geiger' && !asksHelp(cargo.args)) return 'cargo-geiger';
  const { name, args } = program(run);
  if (asksHelp(args)) return undefined;
  if (name === 'semgrep' && (args[0] === 'scan' || args[0] === 'ci' || args.some((arg) => arg.startsWith('--config'))))
    return 'Semgrep';
  if (name === 'codeql' && args[0] === 'database' && args[1] === 'analyze') return 'CodeQL';
  if (name === 'sonar-scanner') return 'Sonar';
  return name === 'snyk' && args[0] === 'code' && args[1] === 'test' ? 'Snyk Code' : undefined;
};

/** All scanners that `ci/security-scan` names. */
export const scansSecurity: Recognizer = (run) => {
  const found = auditsDependencies(run) ?? (analysesCode(run) === 'cargo-geiger' ? undefined : analysesCode(run));
  if (found !== undefined && found !== 'Sonar') return found;
  if (isAction(run, 'aquasecurity/trivy-action')) return 'Trivy';
  if (isAction(run, 'snyk/actions') && !isAction(run, 'snyk/actions/setup')) return 'Snyk';
  if (isAction(run, 'ossf/scorecard-action')) return 'Scorecard';
  const { name, args } = program(run);
  if (asksHelp(args)) return undefined;
  if (
    name === 'trivy' &&
    ['fs', 'filesystem', 'repo', 'repository', 'image', 'config', 'rootfs'].includes(args[0] ?? '')
  )
    return 'Trivy';
  if (name === 'snyk' && ['test', 'monitor', 'container', 'iac'].includes(args[0] ?? '')) return 'Snyk';
  return name === 'scorecard' && args.length > 0 ? 'Scorecard' : undefined;
};

/** Clippy that fails on warnings. */
export const deniesWarnings: Recognizer = (run) => {
  const cargo = cargoCommand(run.argv);
  if (cargo?.name !== 'clippy') return undefined;
  const rest = cargo.rest.join(' ');
  const flags = run.variables.get('RUSTFLAGS') ?? '';
  return /(^|\s)(-D\s*(warnings|clippy::)|--deny[= ]|-F\s*\w)/.test(rest) || /-D\s*warnings/.test(flags)
    ? 'cargo clippy -D warnings'
    : undefined;
};

/** Licence checkers; for cargo-deny and dependency review the configuration has to say which licences are allowed. */
export type LicenceCheck =
  | { readonly kind: 'tool'; readonly name: string }
  | { readonly kind: 'cargo-deny'; readonly name: string; readonly config: string | undefined }
  | {
      readonly kind: 'dependency review';
      readonly name: string;
      readonly config: string | undefined;
      readonly lists: boolean;
      /** Why it lets every licence through, whatever its lists say. */
      readonly idle: string | undefined;
    };

export function checksLicences(run: CiRun): LicenceCheck | undefined {
  const cargo = cargoCommand(run.argv);
  const deny = denyRun(run, cargo);
  if (deny?.checks.some((check) => check === 'all' || check.startsWith('license'))) {
    const at = cargo?.args.findIndex((arg) => arg === '--config' || arg.startsWith('--config=')) ?? -1;
    const config = at < 0 ? undefined : (cargo?.args[at]?.split('=')[1] ?? cargo?.args[at + 1]);
    return { kind: 'cargo-deny', name: `${deny.words} (licenses)`, config };
  }
  if (isAction(run, 'actions/dependency-review-action')) {
    const inputs = run.action?.with ?? new Map<string, string>();
    const lists = ['allow-licenses', 'deny-licenses'].some((name) => (inputs.get(name) ?? '') !== '');
    return {
      kind: 'dependency review',
      name: 'dependency review',
      config: inputs.get('config-file'),
      lists,
      idle: idleReview(inputs),
    };
  }
  if (cargo?.name === 'about' && cargo.args.includes('generate')) return { kind: 'tool', name: 'cargo-about' };
  const actions = [
    'fossas/fossa-action',
    'fossa-contrib/fossa-action',
    'fsfe/reuse-action',
    'aboutcode-org/scancode-action',
    'nexb/scancode-action',
  ];
  if (isAction(run, ...actions)) return { kind: 'tool', name: run.action?.name ?? '' };
  const { name, args } = program(run);
  if (name === 'fossa' && ['analyze', 'test'].includes(args[0] ?? '')) return { kind: 'tool', name: 'FOSSA' };
  if (name === 'reuse' && args.includes('lint')) return { kind: 'tool', name: 'REUSE' };
  return /^scancode(-toolkit)?$/.test(name) && !asksHelp(args) ? { kind: 'tool', name: 'ScanCode' } : undefined;
}

function idleReview(inputs: ReadonlyMap<string, string>): string | undefined {
  if (inputs.get('license-check') === 'false') return 'license-check is false';
  return inputs.get('warn-only') === 'true' ? 'it only warns' : undefined;
}

/** Publish a folder as a site, whatever is in it. */
const PAGES_ACTIONS = [
  'actions/deploy-pages',
  'actions/upload-pages-artifact',
  'peaceiris/actions-gh-pages',
  'jamesives/github-pages-deploy-action',
  'cloudflare/pages-action',
];
const OF_DOCUMENTATION = /(?:^|[^a-z])(?:(?:rust|cargo|api)?docs?|documentation|(?:md)?book|manual|handbook)(?![a-z])/i;

/** Builds documentation, or deploys what the job, the workflow's file or the folder calls so. */
export const buildsDocs: Recognizer = (run) => {
  const cargo = cargoCommand(run.argv);
  if ((cargo?.name === 'doc' || cargo?.name === 'rustdoc' || cargo?.name === 'docs-rs') && !asksHelp(cargo.args))
    return `cargo ${cargo.name}`;
  if (isAction(run, ...PAGES_ACTIONS)) return namesDocumentation(run) ? run.action?.name : undefined;
  const { name, args } = program(run);
  if (name === 'mdbook') return ['build', 'test'].includes(args[0] ?? '') ? `mdbook ${args[0]}` : undefined;
  if (name === 'rustdoc') return args.includes('--test') || asksHelp(args) ? undefined : 'rustdoc';
  return name === 'mkdocs' && ['build', 'gh-deploy'].includes(args[0] ?? '') ? `mkdocs ${args[0]}` : undefined;
};

function namesDocumentation({ action, job, place, chain }: CiRun): boolean {
  const folders = ['path', 'folder', 'publish_dir', 'directory'].map((input) => action?.with.get(input) ?? '');
  const files = [place, ...chain].map(({ path }) => path.replace(/^.*\//, ''));
  return [job, ...files, ...folders].some((words) => OF_DOCUMENTATION.test(words));
}

/** Publishes a site that nothing calls documentation: it may be the module's own program. */
export const publishesSite: Recognizer = (run) =>
  isAction(run, ...PAGES_ACTIONS)
    ? `${run.action?.name} publishes a site: whether that is documentation is not seen`
    : undefined;

/** Looks for leaks and undefined behaviour while the code runs. */
export const looksForLeaks: Recognizer = (run) => {
  const cargo = cargoCommand(run.argv);
  // Both are told to look away where a leak is expected.
  const looksAway = /-Zmiri-ignore-leaks/.test(run.variables.get('MIRIFLAGS') ?? '');
  const ignores = ['ASAN_OPTIONS', 'LSAN_OPTIONS'].some((name) => /detect_leaks=0/.test(run.variables.get(name) ?? ''));
  if (cargo?.through === 'cargo miri' && ['test', 'run', 'nextest'].includes(cargo.name))
    return looksAway || hasFlag(cargo, '--no-run') || asksHelp(cargo.args) ? undefined : 'Miri';
  if (cargo?.name === 'valgrind') return 'valgrind';
  const started =
    cargo !== undefined && ['test', 'run', 'nextest', 'bench'].includes(cargo.name) && !hasFlag(cargo, '--no-run');
  const sanitizer = /-Z\s*sanitizer=(\w+)/.exec(
    `${run.variables.get('RUSTFLAGS') ?? ''} ${cargo?.args.join(' ') ?? ''}`,
  )?.[1];
  if (started && !ignores && sanitizer !== undefined && /address|leak|memory/.test(sanitizer))
    return `the ${sanitizer} sanitizer`;
  const runner = [...run.variables].find(
    ([name, value]) => /^CARGO_TARGET_\w+_RUNNER$/.test(name) && /\bvalgrind\b/.test(value),
  );
  if (started && runner !== undefined) return 'valgrind';
  const dhat = cargo !== undefined && started && cargo.args.some((arg) => /(^|[,=])dhat(-\w+)?(,|$)/.test(arg));
  if (dhat) return 'dhat';
  const { name, args } = program(run);
  // callgrind, cachegrind, helgrind and their like look at something else
  const tool = /--tool[= ](\S+)/.exec(args.join(' '))?.[1] ?? 'memcheck';
  if (args.includes('--leak-check=no') || !['memcheck', 'massif', 'dhat'].includes(tool)) return undefined;
  return (name === 'valgrind' || name === 'heaptrack') && !asksHelp(args) ? name : undefined;
};

const IMAGE_ACTIONS = [
  'docker/build-push-action',
  'docker/bake-action',
  'redhat-actions/buildah-build',
  'elgohr/publish-docker-github-action',
];

/** Builds a container image: by an action, docker and its like, or a Nix attribute that is named for one. */
export const buildsImage: Recognizer = (run) => {
  const action = IMAGE_ACTIONS.find((name) => isAction(run, name));
  if (action !== undefined) return action;
  const { name, args } = program(run);
  if (asksHelp(args)) return undefined;
  if (['docker', 'podman', 'nerdctl', 'buildah'].includes(name)) {
    const [first = '', second = ''] = args.filter((arg) => !arg.startsWith('-'));
    const verb = /^(?:buildx|image|builder|compose)$/.test(first) ? second : first;
    return /^(?:build|bud|bake|build-using-dockerfile)$/.test(verb) ? `${name} ${verb}` : undefined;
  }
  const attribute =
    name === 'nix' && args[0] === 'build' ? args.find((arg) => /(?:image|docker|oci|container)/i.test(arg)) : undefined;
  return attribute === undefined ? undefined : `nix build ${attribute}`;
};
