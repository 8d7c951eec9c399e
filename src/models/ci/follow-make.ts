import { within } from './folder.ts';
import type { Follower, Site, Started } from './follow.ts';
import { defaultTarget, expand, isMade, type Makefile, makeArguments, ruleFor } from './makefile.ts';

/** What `make` starts; undefined when its Makefile or a target of it is not in the repository. */
export function startedByMake(follower: Follower, args: readonly string[], site: Site): Started[] | undefined {
  const asked = makeArguments(args);
  if (asked.idle) return [];
  const folder = asked.folder === undefined ? site.folder : within(site.folder, asked.folder);
  if (folder === undefined) return undefined;
  const names = asked.file === undefined ? ['GNUmakefile', 'makefile', 'Makefile'] : [asked.file];
  const path = follower.firstIn(folder, names);
  if (path === undefined) return undefined;
  const makefile = withIncludes(follower, follower.library.makefile(path, follower.read(path) ?? ''), path, folder);
  const variables = new Map([...makefile.file.variables, ...asked.variables]);
  const first = defaultTarget(makefile.file);
  const targets = asked.targets.length > 0 ? asked.targets : first === undefined ? [] : [first];
  const inner = { ...site, folder, chain: [...site.chain, site.place] };
  if (!targets.every((target) => ruleFor(makefile.file, target) !== undefined)) return undefined;
  const file = { ...makefile.file, variables, ignoresAll: makefile.file.ignoresAll || asked.ignores };
  return targets.flatMap((target) =>
    startedByTarget({ follower, file, paths: makefile.paths, site: inner, done: new Set() }, target),
  );
}

/** The making of one target that was asked for. */
interface MakeRun {
  readonly follower: Follower;
  readonly file: Makefile;
  /** In which file each target's rule stands. */
  readonly paths: ReadonlyMap<string, string>;
  readonly site: Site;
  /** Targets that were come to. */
  readonly done: Set<string>;
}

function withIncludes(
  follower: Follower,
  file: Makefile,
  path: string,
  folder: string,
): { file: Makefile; paths: ReadonlyMap<string, string> } {
  const rules = new Map(file.rules);
  const variables = new Map(file.variables);
  const paths = new Map([...file.rules.keys()].map((target) => [target, path]));
  for (const include of file.includes.slice(0, 20)) {
    const full = within(folder, expand(include, file.variables));
    const source = full === undefined ? undefined : follower.read(full);
    if (source === undefined || full === undefined) continue;
    const other = follower.library.makefile(full, source);
    for (const [name, value] of other.variables) variables.set(name, value);
    for (const [target, rule] of other.rules) {
      if (rules.has(target)) continue;
      rules.set(target, rule);
      paths.set(target, full);
    }
  }
  return { file: { ...file, rules, variables }, paths };
}

function startedByTarget(run: MakeRun, target: string): Started[] {
  const { follower, file, paths, site, done } = run;
  const found = ruleFor(file, target);
  if (found === undefined || done.has(target)) return [];
  const { rule, stem } = found;
  done.add(target);
  const before = rule.prerequisites.flatMap((name) => startedByTarget(run, name.replace('%', stem)));
  const path = paths.get(rule.target) ?? site.place.path;
  const has = (name: string) => follower.has(within(site.folder, name) ?? '');
  const idle = isMade(file, rule, target, has)
    ? `make finds \`${target}\` made, for there is a file or folder of that name and it is not .PHONY`
    : undefined;
  const own = rule.recipe.flatMap(({ text, line, ignored }) => {
    const lost = ignored
      ? "make's prefix `-` takes its failure away"
      : file.ignoresAll
        ? 'make is told to ignore errors'
        : undefined;
    const place = { path, line, column: 2 };
    return follower.script(expand(text, file.variables, target, stem), file.shell, () => place, {
      ...site,
      place,
      mask: site.mask ?? idle ?? lost,
    });
  });
  return [...before, ...own];
}
