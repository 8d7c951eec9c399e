/** Code that tests run: which functions are tests, what drives them, and what they come to. */
import { grouped } from '../collections/grouped.ts';
import { readBody } from '../rust/body-reader.ts';
import type { CodeRange } from '../rust/code.ts';
import type { Attribute, SourceFile } from '../rust/syntax.ts';
import { identifiers } from '../rust-bodies/token-text.ts';

export interface PlacedCode {
  readonly file: SourceFile;
  readonly range: CodeRange;
  /** Whether `cargo test` runs it. */
  readonly kind: 'running' | 'ignored' | 'none';
}

/** Macros around test functions. All but quickcheck's leave it to their functions to bear `#[test]`. */
const testMacros: ReadonlySet<string> = new Set(['proptest', 'quickcheck', 'rusty_fork_test']);

/** The attribute's last segment: `test`, `tokio::test`, `rstest`, `test_case`, `quickcheck`, `proptest`. */
const isTest = ({ path }: Attribute): boolean =>
  /^(?:.*::)?(?:test|rstest|test_case|quickcheck|proptest|wasm_bindgen_test|bench)$/.test(path);

/** @param attributes in force, of the owner and of each item around it */
export function testKind(
  { owner, enclosing, range }: CodeRange,
  [own = [], ...around]: readonly (readonly Attribute[] | undefined)[],
): PlacedCode['kind'] {
  const isIgnored = (attributes: readonly Attribute[] | undefined) => attributes?.some(({ path }) => path === 'ignore');
  if (owner.kind === 'macro-call') {
    const name = lastOf(owner.path);
    if (!testMacros.has(name) || range.to <= range.from) return 'none';
    return name === 'quickcheck' || identifiers(owner.source, range).has('test') ? 'running' : 'none';
  }
  const driven = enclosing.some((item) => item.kind === 'macro-call' && lastOf(item.path) === 'quickcheck');
  if (owner.kind !== 'function' || !(driven || own.some(isTest))) return 'none';
  return isIgnored(own) || around.some(isIgnored) ? 'ignored' : 'running';
}

const lastOf = (path: string): string => path.split('::').at(-1) ?? '';

const propertyAttribute = /^(?:.*::)?(?:quickcheck|proptest|property_test|arbtest)$/;

/** Driven by proptest, quickcheck, bolero, arbtest or test-strategy: by its macro, its attribute or its function. */
export function isProperty(file: SourceFile, { owner, enclosing, range }: CodeRange): boolean {
  const macros = [owner, ...enclosing].filter((item) => item.kind === 'macro-call');
  if (macros.some((item) => testMacros.has(lastOf(item.path)))) return true;
  if (owner.attributes.some(({ path }) => propertyAttribute.test(path))) return true;
  const body = readBody(file, range);
  return (
    body.macros.some(
      ({ name, path }) => name === 'proptest' || name === 'quickcheck' || (name === 'check' && path[0] === 'bolero'),
    ) || body.calls.some(({ name }) => name === 'arbtest' || name === 'quickcheck')
  );
}

/** The name by which tests come to it; undefined for a test, and for what nobody calls. */
const calledAs = ({ range: { owner }, kind }: PlacedCode): string | undefined =>
  kind === 'none' && (owner.kind === 'function' || owner.kind === 'macro-rules') ? owner.name : undefined;

/** Functions and macros of a target by name, which is how tests are taken to come to them. */
export class Callees {
  readonly #byName: ReadonlyMap<string, readonly PlacedCode[]>;

  constructor(all: readonly PlacedCode[]) {
    this.#byName = grouped(all, calledAs);
  }

  /** The roots, and what they come to. */
  of(roots: readonly PlacedCode[]): readonly PlacedCode[] {
    const found = new Set(roots);
    const followed = new Set<string>();
    for (const one of found) {
      for (const name of this.#namesIn(one)) {
        if (followed.has(name)) continue;
        followed.add(name);
        for (const callee of this.#byName.get(name) ?? []) found.add(callee);
      }
    }
    return [...found];
  }

  /** Those of the roots that come to such code, or are it: found from there backwards, so that nothing is read twice. */
  leadingTo(roots: readonly PlacedCode[], isSuch: (code: PlacedCode) => boolean): readonly PlacedCode[] {
    const all = this.of(roots);
    const calls = all.flatMap((caller) => this.#namesIn(caller).map((name) => ({ name, caller })));
    const byName = grouped(calls, ({ name }) => name);
    const found = new Set(all.filter(isSuch));
    const followed = new Set<string>();
    for (const one of found) {
      const name = calledAs(one);
      if (name === undefined || followed.has(name)) continue;
      followed.add(name);
      for (const { caller } of byName.get(name) ?? []) found.add(caller);
    }
    return roots.filter((one) => found.has(one));
  }

  /** Names in it that are functions or macros of the target. */
  #namesIn({ file, range }: PlacedCode): string[] {
    const names = identifiers(file, range.range);
    if (range.owner.kind === 'macro-call') names.add(lastOf(range.owner.path));
    return [...names].filter((name) => this.#byName.has(name));
  }
}
