/** Tests that rebuild state from several events of the crate and look at it: events/replay. */
import { readBody } from '../rust/body-reader.ts';
import { codeOf } from '../rust/code.ts';
import type { SourceFile } from '../rust/syntax.ts';
import { Kind } from '../rust/token.ts';
import type { EventType } from './event-types.ts';

export interface ReplayTest {
  readonly path: string;
  readonly line: number;
  readonly name: string;
}

const applying =
  /(?:^|_)(?:apply|replay|rehydrate|reconstruct|fold|project|evolve|load_from|from_(?:events|history)|handle_event)/;

/** @param files all files that some target leads to, unit tests included */
export function replayTests(files: readonly SourceFile[], events: readonly EventType[]): ReplayTest[] {
  const names = new Set(events.flatMap(({ name, shapes }) => [name, ...shapes.map((shape) => shape.name)]));
  return files
    .filter(({ text }) => /#\[(?:\w+::)*(?:test|rstest|test_case)\b/.test(text))
    .flatMap((file) => replaysIn(file, names));
}

function replaysIn(file: SourceFile, events: ReadonlySet<string>): ReplayTest[] {
  return codeOf(file).flatMap(({ owner, range }) => {
    const isTest =
      owner.kind === 'function' && owner.attributes.some(({ path }) => /(?:^|::)(?:test|rstest|test_case)$/.test(path));
    if (!isTest || owner.attributes.some(({ path }) => path === 'ignore')) return [];
    const body = readBody(file, range);
    const applied = body.calls.filter(({ name }) => applying.test(name));
    const first = applied[0]?.token ?? Number.POSITIVE_INFINITY;
    const asserted = body.macros.some(({ name, token }) => /^(?:assert|prop_assert)/.test(name) && token > first);
    const built = eventsBuilt(file, range, events);
    const several = applied.length >= 2 || (applied.length === 1 && built >= 2);
    if (!several || built < 2 || !asserted) return [];
    const { line } = file.position(owner.nameOffset);
    return [{ path: file.path, line, name: owner.name }];
  });
}

/** How many times a name of an event stands before a call or a literal, or as a value of its own. */
function eventsBuilt(
  file: SourceFile,
  { from, to }: { from: number; to: number },
  events: ReadonlySet<string>,
): number {
  let count = 0;
  for (let token = from; token < to; token++) {
    if (
      file.tokens.kind[token] === Kind.Identifier &&
      events.has(file.tokenText(token)) &&
      file.tokenText(token + 1) !== ':'
    )
      count++;
  }
  return count;
}
