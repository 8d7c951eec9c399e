import { compileWildcard } from '../text/wildcard.ts';
import { type CargoCommand, cargoCommand, optionOf, valuesOf } from './cargo-command.ts';
import { jobOf } from './checked-out.ts';
import type { Ci, CiRun } from './ci.ts';
import { within } from './folder.ts';
import { programOf } from './wrapper.ts';

/** Whose packages cargo works on. `unknown`: in a folder that the repository does not have, which the run makes first. */
type Whose = 'own' | 'another' | 'unknown';

/** Tells of a run of CI whose packages it works on; what is not seen to work on packages or an image is own. */
export type Owner = (run: CiRun) => Whose;

export interface OwnPackages {
  /** The module's folder, from the repository's root. */
  readonly folder: string;
  /** Names and folders, from the module; undefined when they are not known, and every folder counts. */
  readonly packages: readonly { readonly name: string; readonly folder: string }[] | undefined;
  /** Every file of the repository, from its root. */
  readonly paths: readonly string[];
}

/**
 * Whether cargo, as CI starts it, works on the module's own packages: the nearest manifest is one of theirs, or one above them, the
 * repository was not another's (`actions/checkout` with `repository`), and the packages asked for are among them.
 */
export function ownRuns(ci: Ci, own: OwnPackages): Owner {
  if (own.packages === undefined) return () => 'own';
  const folders = foldersOf(own);
  const names = own.packages.map(({ name }) => name);
  const checkedOut = checkoutsOf(ci, names);
  return (run) => {
    const command = cargoCommand(run.argv);
    if (command !== undefined && asksForOthers(command, names)) return 'another';
    const folder = command === undefined ? folderBeside(run) : folderOf(command, run);
    if (folder === undefined) return 'own';
    const checkouts = checkedOut.get(jobOf(run)) ?? [];
    const here: readonly Checkout[] = checkouts.filter(
      ({ path }) => path === '' || folder === path || folder.startsWith(`${path}/`),
    );
    const nearest = here.reduce((a, b) => (b.path.length >= a.path.length ? b : a), { path: '', whose: 'own' });
    if (nearest.whose !== 'own') return nearest.whose;
    return folders(folder.slice(nearest.path.length).replace(/^\//, ''));
  };
}

function folderOf(command: CargoCommand, run: CiRun): string | undefined {
  const manifest = optionOf(command, '--manifest-path');
  return manifest === undefined ? run.folder : within(run.folder, manifest.replace(/\/?Cargo\.toml$/, ''));
}

/** The folder that an action is told to work in, or that an image is built in; undefined where that is not seen. */
function folderBeside({ action, argv, folder }: CiRun): string | undefined {
  if (action !== undefined) {
    const told = ['manifest-path', 'manifest_path', 'working-directory', 'file', 'context'];
    const path = told.map((input) => action.with.get(input)).find((one) => one !== undefined && one !== '');
    return path === undefined
      ? undefined
      : within('', path.replace(/(?:^|\/)(?:Cargo\.toml|[^/]*(?:Docker|Container)file[^/]*)$/, ''));
  }
  const [program = '', ...args] = argv;
  if (!/^(?:docker|podman|nerdctl|buildah)$/.test(programOf(program))) return undefined;
  const named = args.flatMap((arg, at) => {
    const value = /^(?:-f|--file)$/.test(arg) ? args[at + 1] : /^--file=(.*)$/.exec(arg)?.[1];
    return value === undefined ? [] : [value];
  })[0];
  if (named !== undefined) return within(folder, named.replace(/(?:^|\/)[^/]*$/, ''));
  // What `docker build` ends with is the folder; compose is told names of services.
  const last = args.at(-1) ?? '';
  return args.includes('compose') || !/^[\w.][\w./-]*$/.test(last) ? folder : within(folder, last);
}

function foldersOf({ folder, packages, paths }: OwnPackages): (folder: string) => Whose {
  const own = [folder, ...(packages ?? []).map((one) => within(folder, one.folder) ?? folder)];
  const manifests = new Set(paths.filter((path) => /(?:^|\/)Cargo\.toml$/.test(path)));
  const known = new Map<string, Whose>();
  const find = (started: string): Whose => {
    if (started !== '' && !paths.some((path) => path.startsWith(`${started}/`))) return 'unknown';
    for (let at = started; ; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
      const above = own.some((path) => path === at || at === '' || path.startsWith(`${at}/`));
      if (manifests.has(at === '' ? 'Cargo.toml' : `${at}/Cargo.toml`)) return above ? 'own' : 'another';
      if (at === '') return 'own';
    }
  };
  return (started) => {
    const whose = known.get(started) ?? find(started);
    known.set(started, whose);
    return whose;
  };
}

/** `-p other`, or `--exclude` of all there is. What is not written out may be anything. */
function asksForOthers(command: CargoCommand, names: readonly string[]): boolean {
  const matches = (wanted: string, name: string) => compileWildcard(wanted.replace(/[@:][\d.]+$/, ''))(name);
  const asked = [...valuesOf(command, '-p'), ...valuesOf(command, '--package')];
  if (asked.some((one) => /[$\u27ea#:/]/.test(one))) return false;
  if (asked.length > 0) return !asked.some((one) => names.some((name) => matches(one, name)));
  const excluded = valuesOf(command, '--exclude');
  return names.length > 0 && excluded.length > 0 && names.every((name) => excluded.some((one) => matches(one, name)));
}

interface Checkout {
  /** From the root of the runner's workspace. */
  readonly path: string;
  readonly whose: Whose;
}

function checkoutsOf(ci: Ci, names: readonly string[]): Map<string, Checkout[]> {
  const found = new Map<string, Checkout[]>();
  for (const run of ci.runs) {
    if (run.action?.name !== 'actions/checkout') continue;
    const repository = run.action.with.get('repository') ?? '';
    const path = within('', run.action.with.get('path') ?? '');
    if (path === undefined) continue;
    const whose = whoseRepository(repository, ci.repository, names);
    found.set(jobOf(run), [...(found.get(jobOf(run)) ?? []), { path, whose }]);
  }
  return found;
}

/** A fork has the name of what it was made from. */
function whoseRepository(repository: string, own: string | undefined, names: readonly string[]): Whose {
  const name = /^[\w.-]+\/([\w.-]+)$/.exec(repository)?.[1]?.toLowerCase();
  if (name === undefined || names.some((one) => one.toLowerCase() === name)) return 'own';
  if (own === undefined) return 'unknown';
  return own.toLowerCase().endsWith(`/${name}`) ? 'own' : 'another';
}
