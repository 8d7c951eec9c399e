import { cargoCommand, hasFlag } from './cargo-command.ts';
import type { CiRun } from './ci.ts';
import { programOf } from './wrapper.ts';

/** Actions that publish a release by being used; those that need an input to do so are told apart below. */
const RELEASE_ACTIONS = new Set([
  'softprops/action-gh-release',
  'actions/create-release',
  'ncipollo/release-action',
  'katyo/publish-crates',
  'cycjimmy/semantic-release-action',
  'go-semantic-release/action',
  'goreleaser/goreleaser-action',
  'googleapis/release-please-action',
  'google-github-actions/release-please-action',
  'taiki-e/create-gh-release-action',
  'marvinpinto/action-automatic-releases',
  'svenstaro/upload-release-action',
  'rust-build/rust-build.action',
  'elgohr/github-release-action',
]);

/** What a run publishes with; undefined when it publishes nothing. */
export function publishes(run: CiRun): string | undefined {
  return run.action === undefined ? commandPublishes(run.argv) : actionPublishes(run.action.name, run.action.with);
}

function actionPublishes(name: string, inputs: ReadonlyMap<string, string>): string | undefined {
  if (inputs.get('dry-run') === 'true' || inputs.get('dry_run') === 'true') return undefined;
  if (/^(release-plz|marcoieni)\/(action|release-plz-action)$/.test(name)) {
    return inputs.get('command') === 'release-pr' ? undefined : 'release-plz';
  }
  if (name === 'release-drafter/release-drafter') return inputs.get('publish') === 'true' ? name : undefined;
  return RELEASE_ACTIONS.has(name) ? name : undefined;
}

function commandPublishes(argv: readonly string[]): string | undefined {
  const cargo = cargoCommand(argv);
  if (cargo !== undefined) {
    if (hasFlag(cargo, '--dry-run', '-n', '--help', '-h')) return undefined;
    if (cargo.name === 'publish') return 'cargo publish';
    const runs = hasFlag(cargo, '--execute', '-x');
    if (cargo.name === 'release') return runs ? 'cargo release' : undefined;
    if (cargo.name === 'smart-release') return runs || hasFlag(cargo, '-e') ? 'cargo smart-release' : undefined;
    if (cargo.name === 'ws' || cargo.name === 'workspaces')
      return cargo.args.includes('publish') ? 'cargo workspaces publish' : undefined;
    if (cargo.name === 'dist') return distPublishes(cargo.args);
    return undefined;
  }
  const [first = '', ...rest] = argv;
  const npx = ['npx', 'bunx', 'pnpx'].includes(first) ? rest.findIndex((arg) => !arg.startsWith('-')) : -1;
  const name = programOf(npx < 0 ? first : (rest[npx] ?? ''));
  const args = npx < 0 ? rest : rest.slice(npx + 1);
  if (args.some((arg) => ['--dry-run', '-d', '--help', '-h'].includes(arg))) return undefined;
  if (name === 'gh' || name === 'hub')
    return args[0] === 'release' && args[1] === 'create' ? `${name} release create` : undefined;
  if (name === 'release-plz') return args[0] === 'release' ? 'release-plz release' : undefined;
  if (name === 'dist') return distPublishes(args);
  if (name === 'knope') return args[0] === 'release' ? 'knope release' : undefined;
  return name.replace(/@.*$/, '') === 'semantic-release' ? 'semantic-release' : undefined;
}

/** `dist host` uploads; `dist build` and `dist plan` stay at home. */
function distPublishes(args: readonly string[]): string | undefined {
  return args.includes('host') && args.some((arg) => /upload|release|--steps/.test(arg)) ? 'cargo-dist' : undefined;
}

/** How a run tells the registry of CIM modules; undefined when it does not. */
export function notifiesRegistry(run: CiRun): string | undefined {
  return run.action === undefined ? commandNotifies(run.argv) : actionNotifies(run.action.name, run.action.with);
}

const REGISTRY = /(^|[/:])cim$/i;

function actionNotifies(name: string, inputs: ReadonlyMap<string, string>): string | undefined {
  const repository = inputs.get('repository') ?? inputs.get('repo') ?? '';
  if (name === 'peter-evans/repository-dispatch')
    return (inputs.get('event-type') ?? '') !== '' && REGISTRY.test(`/${repository}`) && repository.includes('/')
      ? `repository dispatch to ${repository}`
      : undefined;
  const subject = inputs.get('subject') ?? '';
  if (/nats/.test(name) && subject.startsWith('cim.module.')) return `NATS publish on ${subject}`;
  if (name !== 'actions/github-script') return undefined;
  const script = inputs.get('script') ?? '';
  const sends = /createDispatchEvent\s*\(/.test(script) && /\brepo\s*:\s*['"`]cim['"`]/i.test(script);
  return sends ? 'repository dispatch from a script' : undefined;
}

function commandNotifies(argv: readonly string[]): string | undefined {
  const [first = '', ...args] = argv;
  const name = programOf(first);
  if (args.some((arg) => arg === '--help' || arg === '-h')) return undefined;
  const dispatch = args.map(dispatchedTo).find((found) => found !== undefined);
  if (dispatch !== undefined && ['curl', 'wget', 'gh'].includes(name) && sends(name, args))
    return `repository dispatch to ${dispatch}`;
  const published = name === 'nats' && ['pub', 'publish', 'req', 'request'].some((word) => args.includes(word));
  const subject = args.find((arg) => /^cim\.module\.[^\s]+$/.test(arg));
  return published && subject !== undefined ? `NATS publish on ${subject}` : undefined;
}

/** `https://api.github.com/repos/O/cim/dispatches`, with the host in a variable, or without one for `gh api`. */
function dispatchedTo(arg: string): string | undefined {
  const [, host, repository] =
    /^(?:https?:\/\/([^/\s]+)\/(?:api\/v3\/)?|\/?|[$\u27ea][^\s]*?\/)repos\/([^/\s]+\/cim)\/dispatches\/?$/i.exec(
      arg,
    ) ?? [];
  return host === undefined || /github|[$\u27ea]/i.test(host) ? repository : undefined;
}

/** A dispatch is a POST: said so, or because there is something to send. */
function sends(name: string, args: readonly string[]): boolean {
  if (name === 'gh' && args[0] !== 'api') return false;
  const method = args
    .map(
      (arg, at) =>
        /^(?:-X|--request|--method)=?(.*)$/.exec(arg)?.[1] ||
        (/^(?:-X|--request|--method)$/.test(arg) ? args[at + 1] : undefined),
    )
    .find((one) => one !== undefined);
  if (method !== undefined) return /^post$/i.test(method) || /[$\u27ea]/.test(method);
  if (name === 'curl')
    return args.some((arg) => /^(?:-[a-zA-Z]*d|--data(?:-[a-z]+)?(?:=|$)|--json(?:=|$)|-F|--form)/.test(arg));
  if (name === 'wget') return args.some((arg) => /^--(?:post|body)-(?:data|file)/.test(arg));
  return args.some((arg) => /^(?:-f|-F|--field|--raw-field|--input)/.test(arg));
}
