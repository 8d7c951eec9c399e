/**
 * What code outside a library calls or builds of it: tests, benchmarks, examples. Names are resolved through the using
 * crate's imports into the library; methods count where their trait or type is named in the same target.
 */
import { type CodeRange, codeOf } from '../rust/code.ts';
import { activeAttributes, type CfgOptions } from '../rust/crate/cfg.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { Attribute, Item, SourceFile } from '../rust/syntax.ts';
import { isDriver, isMentionedIn, isUsedIn } from './crate-use.ts';
import { type Libraries, LibraryReach } from './library-reach.ts';
import { Callees, isProperty, type PlacedCode, testKind } from './test-code.ts';

export interface Exercise {
  /** A library is named at all. */
  readonly names: boolean;
  /** Something besides imports names it, or what is imported from it. */
  readonly uses: boolean;
  /** It runs a binary of its package, or hands files to a tool that builds them against it: what these reach is not seen. */
  readonly drives: boolean;
  /** What is called or built, of any of the libraries, with the library that defines it. */
  readonly reached: ReadonlyMap<Definition, CrateModel>;
  /** Tests that run, by where they stand. */
  readonly running: number;
  readonly ignored: number;
}

/**
 * Which code of a target counts. `tests`: running tests and what they call in the target; `properties`: those that a
 * property-testing crate drives; `main`: the function that a target without a harness is started with; `benchmarks`: what
 * attributes and macros hand to a harness; `all`: everything.
 */
export type Scope = 'tests' | 'properties' | 'main' | 'benchmarks' | 'all';

/**
 * @param libraries those that the target may use, its own among them
 * @param options the configurations in one of which code has to be there; the target's own when none are given
 */
export function exerciseOf(
  target: CrateModel,
  libraries: Libraries,
  scope: Scope,
  options: readonly CfgOptions[] = [target.options],
): Exercise {
  const files = [...target.collected.files.values()];
  const ranges = files.flatMap((file) => codeOf(file).flatMap((range) => codeUnder(file, range, options)));
  const callees = new Callees(ranges);
  const roots = rootsOf(ranges, callees, scope);
  const reach = new LibraryReach(target, libraries);
  for (const { file, range } of scope === 'all' ? ranges : callees.of(roots)) reach.follow(file, range);
  const drives = files.some(isDriver);
  const names = drives || files.some((file) => libraries.names.some((name) => isMentionedIn(file, name)));
  return {
    names,
    uses: drives || (names && (reach.reached.size > 0 || files.some((file) => isUsedIn(file, libraries.names)))),
    drives,
    reached: reach.reached,
    running: roots.length,
    ignored: ranges.filter(({ kind }) => kind === 'ignored').length,
  };
}

/** The code with its kind as a test; nothing where no configuration has it. What runs under one of them runs. */
function codeUnder(file: SourceFile, range: CodeRange, options: readonly CfgOptions[]): PlacedCode[] {
  const kinds = options.flatMap((one) => {
    const attributes = [range.owner, ...range.enclosing].map((item) => attributesUnder(item, one));
    return attributes.every((found) => found !== undefined) ? [testKind(range, attributes)] : [];
  });
  const kind = (['running', 'ignored', 'none'] as const).find((one) => kinds.includes(one));
  return kind === undefined ? [] : [{ file, range, kind }];
}

const attributesUnder = (item: Item, options: CfgOptions): readonly Attribute[] | undefined =>
  item.isPlain === true ? [] : activeAttributes(item.attributes, options);

function rootsOf(ranges: readonly PlacedCode[], callees: Callees, scope: Scope): readonly PlacedCode[] {
  const running = ranges.filter(({ kind }) => kind === 'running');
  switch (scope) {
    case 'properties':
      return callees.leadingTo(running, ({ file, range }) => isProperty(file, range));
    case 'main':
      return ranges.filter(({ range }) => isMain(range));
    case 'benchmarks':
      return ranges.filter((one) => isMain(one.range) || isHandedOver(one.range));
    case 'tests':
    case 'all':
      return running;
  }
}

const isMain = ({ owner, enclosing }: CodeRange): boolean =>
  owner.kind === 'function' && owner.name === 'main' && enclosing.length === 0;

/** Attributes that say nothing of who calls a function. */
const mute: ReadonlySet<string> = new Set([
  ...['allow', 'cfg', 'cfg_attr', 'cold', 'deny', 'deprecated', 'derive', 'doc', 'expect', 'forbid', 'ignore'],
  ...['inline', 'must_use', 'rustfmt::skip', 'track_caller', 'warn'],
]);

/** An item macro (`criterion_group!(benches, replay)`), or a function with an attribute that is none of the compiler's. */
function isHandedOver({ owner, enclosing }: CodeRange): boolean {
  const around = [owner, ...enclosing];
  if (around.some(({ kind }) => kind === 'macro-call')) return true;
  if (owner.kind !== 'function' || owner.attributes.some(({ path }) => path === 'ignore')) return false;
  return around.some((item) => item.attributes.some(({ path }) => !mute.has(path)));
}
