import type { System } from '../workflow/runner.ts';
import type { FilePlace } from '../workflow/simulate.ts';
import { within } from './folder.ts';
import type { Follower, Site, Started } from './follow.ts';
import { fillRecipe, type Justfile, type JustRecipe, justArguments } from './justfile.ts';

const MAX_RECIPES = 12;

interface JustSource {
  readonly file: Justfile;
  readonly path: string;
}

interface FoundRecipe {
  readonly recipe: JustRecipe;
  readonly source: JustSource;
}

/** One call of `just`: its justfiles, the one that was asked for first, with the variables of all, and where it runs. */
interface JustRun {
  readonly follower: Follower;
  readonly sources: readonly JustSource[];
  readonly variables: ReadonlyMap<string, string>;
  readonly site: Site;
}

function suits(recipe: JustRecipe, system: System | undefined): boolean {
  if (recipe.systems.length === 0 || system === undefined) return true;
  return recipe.systems.includes(system.toLowerCase()) || (recipe.systems.includes('unix') && system !== 'Windows');
}

/** What `just` starts; undefined when its justfile or a recipe of it is not in the repository. */
export function startedByJust(follower: Follower, args: readonly string[], site: Site): Started[] | undefined {
  const { file, folder: asked, words: given, idle, variables: set } = justArguments(args);
  if (idle) return [];
  const folder = asked === undefined ? site.folder : within(site.folder, asked);
  if (folder === undefined) return undefined;
  const names = file === undefined ? ['justfile', 'Justfile', '.justfile'] : [file];
  const path = follower.firstIn(folder, names);
  if (path === undefined) return undefined;
  const sources = justfiles(follower, path, folder);
  const run: JustRun = {
    follower,
    sources,
    variables: new Map([...sources.flatMap((source) => [...source.file.variables]), ...set]),
    site: { ...site, folder, chain: [...site.chain, site.place] },
  };
  const first = sources[0]?.file.recipes[0]?.name;
  let words = given.length > 0 ? given : first === undefined ? [] : [first];
  const started: Started[] = [];
  while (words.length > 0) {
    const [name = '', ...after] = words;
    const recipe = recipeNamed(run, name);
    if (recipe === undefined) return undefined;
    const takes = recipe.recipe.parameters.some((parameter) => parameter.rest)
      ? after.length
      : Math.min(after.length, recipe.recipe.parameters.length);
    started.push(...startedByRecipe(run, recipe, after.slice(0, takes), []));
    words = after.slice(takes);
  }
  return started;
}

function justfiles(follower: Follower, path: string, folder: string): JustSource[] {
  const main = follower.library.justfile(path, follower.read(path) ?? '');
  const imported = main.imports.slice(0, 20).flatMap((name) => {
    const full = within(folder, name);
    const source = full === undefined ? undefined : follower.read(full);
    return source === undefined || full === undefined
      ? []
      : [{ file: follower.library.justfile(full, source), path: full }];
  });
  return [{ file: main, path }, ...imported];
}

function recipeNamed({ follower, sources }: JustRun, name: string): FoundRecipe | undefined {
  const alias = sources.map((source) => source.file.aliases.get(name)).find((target) => target !== undefined) ?? name;
  for (const source of sources) {
    const recipes = source.file.recipes.filter((recipe) => recipe.name === alias);
    const recipe = recipes.find((candidate) => suits(candidate, follower.system)) ?? recipes[0];
    if (recipe !== undefined) return { recipe, source };
  }
  return undefined;
}

/** @param stack names of the recipes that led here */
function startedByRecipe(
  run: JustRun,
  found: FoundRecipe,
  args: readonly string[],
  stack: readonly string[],
): Started[] {
  const { recipe } = found;
  if (stack.includes(recipe.name) || stack.length > MAX_RECIPES || !suits(recipe, run.follower.system)) return [];
  const own = new Map(run.variables);
  recipe.parameters.forEach((parameter, n) => {
    const value = parameter.rest ? args.slice(n).join(' ') : (args[n] ?? parameter.fallback);
    if (value !== undefined) own.set(parameter.name, value || (parameter.fallback ?? ''));
  });
  const others = (names: readonly string[]): Started[] =>
    names.flatMap((call) => {
      const [name = '', ...given] = call.split(/\s+/);
      const other = recipeNamed(run, name);
      const values = given.map((word) => own.get(word) ?? word.replace(/^["'](.*)["']$/, '$1'));
      return other === undefined ? [] : startedByRecipe(run, other, values, [...stack, recipe.name]);
    });
  return [...others(recipe.dependencies), ...startedByBody(run, found, own), ...others(recipe.after)];
}

/** @param variables those of the recipe's own parameters among them */
function startedByBody(
  { follower, site }: JustRun,
  { recipe, source }: FoundRecipe,
  variables: ReadonlyMap<string, string>,
): Started[] {
  const placeOf = (line: number): FilePlace => ({ path: source.path, line, column: 1 });
  if (recipe.shebang !== undefined) {
    if (!/\b(ba|da|z|k)?sh\b/.test(recipe.shebang)) return [];
    const text = recipe.lines.map((line) => fillRecipe(line.text, variables)).join('\n');
    const options = { errexit: /\s-\w*e/.test(recipe.shebang), pipefail: recipe.shebang.includes('pipefail') };
    return follower.script(text, options, (line) => placeOf(recipe.lines[line]?.line ?? 1), site);
  }
  return recipe.lines.flatMap(({ text, line, ignored }) => {
    const lost = ignored ? "just's prefix `-` takes its failure away" : undefined;
    return follower.script(fillRecipe(text, variables), source.file.shell, () => placeOf(line), {
      ...site,
      mask: site.mask ?? lost,
    });
  });
}
