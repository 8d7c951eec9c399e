/** Whether the README shows how the module is used, by names that there are: docs/readme-usage. */
import { publishedPackages } from '../models/cargo/published.ts';
import type { CargoModule } from '../models/cargo/workspace.ts';
import type { PathLookup, Usage, UsageBlock, UsageFindings } from '../models/readme/usage.ts';
import { questionOf } from '../models/rust-module/question.ts';
import type { Repo } from '../repo.ts';
import { at, type Evidence, fail, note, pass, review, type Verdict, withFix } from '../rule.ts';

// The only check of this heading that reads Rust code: the others do without the model.
const model = () => import('../models/readme/usage.ts');

const pathsThatExist = questionOf('docs/readme-usage', async (crate, paths: readonly (readonly string[])[]) =>
  (await import('../questions/docs.ts')).pathsThatExist(crate, paths),
);

const namesOfOthers = questionOf('docs/readme-usage: names of others', async (crate, names: readonly string[]) =>
  (await import('../questions/docs.ts')).namesOfOthers(crate, names),
);

export async function judgeReadmeUsage(repo: Repo): Promise<Verdict> {
  const { judgeUsage, readUsage } = await model();
  const cargo = await repo.cargo();
  const { path, page, notes } = await repo.readme();
  const usage = readUsage(page);
  const hasLibrary = publishedPackages(cargo).some(({ targets }) => targets.some(({ kind }) => kind === 'lib'));
  const looksUp = hasLibrary && usage.rust.length > 0;
  const exists = looksUp ? await publicPaths(repo, usage.rust) : () => undefined;
  const findings = judgeUsage(usage.rust, exists, looksUp ? await takenFromOthers(repo, usage.rust) : undefined);
  return judgeBlocks(path, findings, notes) ?? judgeCommands(path, usage, cargo, notes);
}

/** @returns undefined where no block uses the crate */
function judgeBlocks(
  path: string,
  { uses, imports, missing }: UsageFindings,
  notes: readonly Evidence[],
): Verdict | undefined {
  const [gone, ...more] = missing.map((one) => at(path, one.line, `${one.path} is not in the public API`));
  const unparsed = uses.flatMap(({ block, snippet: { error } }) => {
    if (error === undefined) return [];
    return note(at(path, block.line + error.line - 1, `the block does not parse: ${error.message}`));
  });
  if (gone)
    return withFix('Correct the names listed, or make them public.', fail(gone, ...more, ...unparsed, ...notes));
  const [first] = uses;
  if (first === undefined) return undefined;
  const say = (message: string) => at(path, first.block.line, message);
  if (imports.length === uses.length)
    return review(say('a Rust block imports from the crate, and none does anything with it'), ...unparsed, ...notes);
  const count = uses.length === 1 ? 'a Rust block uses' : `${uses.length} Rust blocks use`;
  return pass(say(`${count} the crate`), ...unparsed, ...notes);
}

/** Of a page whose Rust blocks, where it has any, use nothing of the crate. */
async function judgeCommands(
  path: string,
  { rust, commands }: Usage,
  { packages }: CargoModule,
  notes: readonly Evidence[],
): Promise<Verdict> {
  const { runsBinary } = await model();
  const targets = packages.flatMap((one) => one.targets);
  const binaries = targets.filter(({ kind }) => kind === 'bin').map(({ name }) => name);
  const run = binaries.length > 0 ? commands.find(({ words }) => runsBinary(words, binaries)) : undefined;
  if (run) return pass(at(path, run.line, `shows \`${run.words.join(' ')}\``), ...notes);
  const blocks =
    rust.length > 0
      ? `none of ${rust.length} Rust blocks imports or names the crate`
      : 'no Rust block that uses the crate';
  const consoles = binaries.length > 0 ? `, and no console block runs ${binaries.join(' or ')}` : '';
  return fail(at(path, rust[0]?.block.line, blocks + consoles), ...notes);
}

/** Looks up all that the blocks may take from the module's libraries. A name counts when it exists under the default features or under all of them. */
async function publicPaths(repo: Repo, blocks: readonly UsageBlock[]): Promise<PathLookup> {
  const [rust, { pathsToLookUp }] = await Promise.all([repo.rust(), model()]);
  const libraries = rust.libraries();
  const names = libraries.map(({ target }) => target.crateName);
  const paths = new Map(pathsToLookUp(blocks, new Set(names)).map((segments) => [segments.join('::'), segments]));
  const answers = await rust.ask(libraries, pathsThatExist([...paths.values()]));
  const known = new Map(answers.flat());
  return (segments) => (names.includes(segments[0]!) ? (known.get(segments.join('::')) ?? 'unknown') : undefined);
}

/** Of the names that programs leave to a glob, those that the libraries themselves take from other crates. */
async function takenFromOthers(repo: Repo, blocks: readonly UsageBlock[]): Promise<ReadonlySet<string> | undefined> {
  const [rust, { namesOfPrograms }] = await Promise.all([repo.rust(), model()]);
  const names = namesOfPrograms(blocks);
  if (names.length === 0) return undefined;
  return new Set((await rust.ask(rust.libraries(), namesOfOthers(names))).flat());
}
