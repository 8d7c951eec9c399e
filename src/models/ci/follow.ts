import { Unavailable } from '../../verdict.ts';
import { type Asked, type Invocation, invocationsOf } from '../shell/walk.ts';
import type { System } from '../workflow/runner.ts';
import type { FilePlace } from '../workflow/simulate.ts';
import { cargoAlias } from './cargo-alias.ts';
import { flakeChecks } from './flake-checks.ts';
import { within } from './folder.ts';
import { startedByJust } from './follow-just.ts';
import { startedByMake } from './follow-make.ts';
import { type Justfile, parseJustfile } from './justfile.ts';
import { type Makefile, parseMakefile } from './makefile.ts';
import { programOf, unwrap, type Wrapped } from './wrapper.ts';

/** Where something is started, and how it is come to. */
interface Start {
  readonly place: FilePlace;
  /** The scripts and targets that led here, outermost first. */
  readonly chain: readonly FilePlace[];
  readonly mask: string | undefined;
  readonly asked: readonly Asked[];
  /** The folder it is started in, from the repository's root; undefined when a script went somewhere unknown. */
  readonly folder: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
}

/** A program started in the end, after wrappers, scripts and targets. */
export interface Started extends Start {
  readonly argv: readonly string[];
}

/** Where a script or a target is started from. */
export interface Site extends Start {
  readonly depth: number;
}

export interface ScriptOptions {
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

const MAX_DEPTH = 12;
const MAX_STARTED = 4_000;

/** Makefiles and justfiles by their path. */
export class ParsedFiles {
  readonly #makefiles = new Map<string, Makefile>();
  readonly #justfiles = new Map<string, Justfile>();

  makefile(path: string, source: string): Makefile {
    const known = this.#makefiles.get(path) ?? parseMakefile(source);
    this.#makefiles.set(path, known);
    return known;
  }

  justfile(path: string, source: string): Justfile {
    const known = this.#justfiles.get(path) ?? parseJustfile(source);
    this.#justfiles.set(path, known);
    return known;
  }
}

/** Follows what scripts start into the files of the repository. `read` gives a file's text by its path, undefined when it has none. */
export class Follower {
  readonly read: (path: string) => string | undefined;
  readonly system: System | undefined;
  readonly library: ParsedFiles;
  readonly #hasFolder: (path: string) => boolean;
  #left = MAX_STARTED;

  /**
   * @param library keeps what was parsed, so that several followers share it
   * @param hasFolder whether the repository has a folder with that path
   */
  constructor(
    read: (path: string) => string | undefined,
    system: System | undefined,
    library = new ParsedFiles(),
    hasFolder: (path: string) => boolean = () => false,
  ) {
    this.read = read;
    this.system = system;
    this.library = library;
    this.#hasFolder = hasFolder;
  }

  /** Whether the repository has a file or a folder with that path. */
  has(path: string): boolean {
    return this.#hasFolder(path) || this.read(path) !== undefined;
  }

  /** The first of some files that a folder of the repository has. */
  firstIn(folder: string, names: readonly string[]): string | undefined {
    return names
      .map((name) => within(folder, name))
      .find((path) => path !== undefined && this.read(path) !== undefined);
  }

  /** What a script starts. `placeOf` gives the place of one of its lines, counted from 0. */
  script(source: string, options: ScriptOptions, placeOf: (line: number) => FilePlace, site: Site): Started[] {
    if (site.depth > MAX_DEPTH) return [];
    const { invocations } = invocationsOf(source, options, site.variables);
    return invocations.flatMap((invocation) => this.#invocation(invocation, placeOf(invocation.line), site));
  }

  #invocation(invocation: Invocation, place: FilePlace, site: Site): Started[] {
    return this.argv(invocation.argv, invocation.heredoc, invocation.options, {
      ...site,
      place,
      mask: site.mask ?? invocation.mask,
      asked: [...site.asked, ...invocation.asked],
      folder: within(site.folder, invocation.folder),
      variables: invocation.variables,
    });
  }

  argv(argv: readonly string[], heredoc: string | undefined, options: ScriptOptions, site: Site): Started[] {
    this.#left -= 1;
    if (this.#left < 0) throw new Unavailable('a script of CI starts too many programs to be followed');
    const { depth: _, ...from } = site;
    const here: Started = { ...from, argv };
    // A target or a script that comes to itself again would never end.
    const { path, line, column } = site.place;
    const again = site.chain.some((seen) => seen.path === path && seen.line === line && seen.column === column);
    if (again || site.depth > MAX_DEPTH || argv.length === 0) return [here];
    const deeper = { ...site, depth: site.depth + 1 };
    const name = programOf(argv[0] as string);
    if (name === 'source' || argv[0] === '.') return this.#file(argv[1] ?? '', [], options, deeper) ?? [here];
    const wrapped = unwrap(argv, heredoc);
    if (wrapped !== undefined) return this.#wrapped(wrapped, deeper) ?? [here];
    if (name === 'make' || name === 'gmake') return startedByMake(this, argv.slice(1), deeper) ?? [here];
    if (name === 'just') return startedByJust(this, argv.slice(1), deeper) ?? [here];
    if (name === 'nix' && argv[1] === 'flake' && argv.includes('check')) return this.#flake(here, deeper);
    if (name === 'cargo') {
      const alias = cargoAlias(argv, this.#cargoConfig(site.folder));
      if (alias !== undefined) return this.argv(alias, undefined, options, deeper);
    }
    if (/[/\\]/.test(argv[0] as string))
      return this.#file((argv[0] as string).replaceAll('\\', '/'), argv.slice(1), undefined, deeper) ?? [here];
    return [here];
  }

  #wrapped(wrapped: Wrapped, site: Site): Started[] | undefined {
    if (wrapped.kind === 'argv') return this.argv(wrapped.argv, undefined, { errexit: false, pipefail: false }, site);
    if (wrapped.kind === 'file') return this.#file(wrapped.path, wrapped.args, wrapped, site);
    return this.script(wrapped.source, wrapped, () => site.place, site);
  }

  /** A script of the repository; undefined when there is no such file or it is no shell script. Without options its first line gives them. */
  #file(path: string, args: readonly string[], options: ScriptOptions | undefined, site: Site): Started[] | undefined {
    const full = site.folder === undefined ? undefined : within(site.folder, path);
    const source = full === undefined || full === '' ? undefined : this.read(full);
    if (source === undefined || full === undefined) return undefined;
    const [first = ''] = source.split('\n', 1);
    const shebang = first.startsWith('#!') ? first.slice(2).trim() : undefined;
    const shell =
      shebang === undefined ? /\.(ba)?sh$/.test(full) || options !== undefined : /\b(ba|da|z|k)?sh\b/.test(shebang);
    if (!shell || site.chain.some((place) => place.path === full && place.line === site.place.line)) return undefined;
    const own = options ?? { errexit: /\s-\w*e/.test(shebang ?? ''), pipefail: (shebang ?? '').includes('pipefail') };
    const variables = new Map([...site.variables].filter(([name]) => !/^(\d|[@*])$/.test(name)));
    args.slice(0, 9).forEach((arg, n) => {
      if (!arg.startsWith('$')) variables.set(String(n + 1), arg);
    });
    for (const all of ['@', '*']) variables.set(all, args.join(' '));
    const inner = { ...site, variables, chain: [...site.chain, site.place] };
    const lines = source.split('\n');
    return this.script(source, own, (line) => placeIn(full, lines, line), inner);
  }

  /** The checks of the flake in that folder; a flake without any checks nothing of the crate. */
  #flake(here: Started, site: Site): Started[] {
    const path = within(site.folder, 'flake.nix');
    const source = path === undefined ? undefined : this.read(path);
    const checks = source === undefined ? undefined : flakeChecks(source);
    if (checks === 'none') return [];
    if (checks === undefined || path === undefined) return [here];
    const chain = [...site.chain, site.place];
    return [here, ...checks.map(({ argv, line }) => ({ ...here, argv, chain, place: { path, line, column: 1 } }))];
  }

  #cargoConfig(folder: string | undefined): string | undefined {
    const folders = folder === undefined || folder === '' ? [''] : [`${folder}/`, ''];
    for (const at of folders) {
      const text = this.read(`${at}.cargo/config.toml`) ?? this.read(`${at}.cargo/config`);
      if (text !== undefined) return text;
    }
    return undefined;
  }
}

function placeIn(path: string, lines: readonly string[], line: number): FilePlace {
  const text = lines[line] ?? '';
  return { path, line: line + 1, column: Math.max(0, text.search(/\S/)) + 1 };
}
