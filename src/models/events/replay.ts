/** Tests that rebuild state from several events of the crate and look at it: events/replay. */
import type { Body, Call } from '../rust/body.ts';
import { readBody } from '../rust/body-reader.ts';
import { codeOf } from '../rust/code.ts';
import type { SourceFiles } from '../rust/crate/input.ts';
import { reachedFiles } from '../rust/crate/reached-files.ts';
import type { SourceFile } from '../rust/syntax.ts';
import { contains } from '../rust-bodies/token-text.ts';
import { eventMakers, eventsBuilt } from './events-built.ts';

export interface ReplayTest {
  readonly path: string;
  readonly line: number;
  readonly name: string;
}

/** Names of what takes events one by one, and of what takes a whole list. */
const applying = /(?:^|_)(?:apply|evolve|project|handle_event)/;
const replaying =
  /(?:^|_)(?:replay|rehydrate|reconstruct|fold|rebuild|(?:load_)?from_(?:events|history|stream))|(?:^|_)(?:apply|project)\w*_(?:events|all|history|batch)$|(?:^|_)(?:apply_all|build_projection)/;
const list = /\b\w*(?:events|history|stream|log)\b|\bvec\s*!|^\s*&?\s*\[/;

/**
 * @param roots root files of the module's targets: what they lead to is looked at, unit tests included
 * @param names of events, and of the types that hold them
 */
export function replayTests(roots: readonly string[], files: SourceFiles, names: ReadonlySet<string>): ReplayTest[] {
  const paths = new Set(roots.flatMap((root) => [...reachedFiles(root, files)]));
  const sources = [...paths].flatMap((path) => files.file(path) ?? []);
  const tested = sources.filter(({ text }) => /#\[(?:\w+::)*(?:test|rstest|test_case)\b/.test(text));
  const makers = eventMakers([...new Set([...tested, ...sources.filter(({ path }) => /test/.test(path))])], names);
  return tested.flatMap((file) => replaysIn(file, names, makers));
}

function replaysIn(file: SourceFile, events: ReadonlySet<string>, makers: ReadonlyMap<string, number>): ReplayTest[] {
  return codeOf(file).flatMap(({ owner, range }) => {
    const isTest =
      owner.kind === 'function' && owner.attributes.some(({ path }) => /(?:^|::)(?:test|rstest|test_case)$/.test(path));
    if (!isTest || owner.attributes.some(({ path }) => path === 'ignore')) return [];
    const body = readBody(file, range);
    const applied = body.calls.filter(({ name }) => applying.test(name) || replaying.test(name));
    const first = applied[0]?.token ?? Number.POSITIVE_INFINITY;
    const asserted = body.macros.some(({ name, token }) => /^(?:assert|prop_assert)/.test(name) && token > first);
    const several = applied.length >= 2 || applied.some((call) => takesSeveral(body, call));
    if (!several || !asserted || eventsBuilt(body, events, makers) < 2) return [];
    const { line } = file.position(owner.nameOffset);
    return [{ path: file.path, line, name: owner.name }];
  });
}

/** One call is enough where it is given a list, or stands in a loop or closure that walks over one. */
function takesSeveral(body: Body, { name, token, args }: Call): boolean {
  return (
    replaying.test(name) ||
    list.test(body.source.rangeText(args)) ||
    body.loops.some(({ block }) => contains(block, token)) ||
    body.closures.some((closure) => contains(closure.body, token))
  );
}
