/** Code that tests run: which functions are tests, what drives them, and what they come to. */
import { readBody } from '../rust/body-reader.ts';
import type { CodeRange } from '../rust/code.ts';
import type { Attribute, SourceFile, TokenRange } from '../rust/syntax.ts';
import { Kind } from '../rust/token.ts';

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

/** Functions and macros of a target by name, which is how tests are taken to come to them. */
export class Callees {
  readonly #byName = new Map<string, PlacedCode[]>();

  constructor(all: readonly PlacedCode[]) {
    for (const placed of all) {
      const { owner } = placed.range;
      const isCalled = owner.kind === 'function' || owner.kind === 'macro-rules';
      if (isCalled && placed.kind === 'none')
        this.#byName.set(owner.name, [...(this.#byName.get(owner.name) ?? []), placed]);
    }
  }

  /** The roots, and what they come to. */
  of(roots: readonly PlacedCode[]): readonly PlacedCode[] {
    const found = new Set(roots);
    for (const { file, range } of found) {
      const names = identifiers(file, range.range);
      if (range.owner.kind === 'macro-call') names.add(lastOf(range.owner.path));
      for (const name of names) for (const callee of this.#byName.get(name) ?? []) found.add(callee);
    }
    return [...found];
  }
}

export function identifiers(file: SourceFile, { from, to }: TokenRange): Set<string> {
  const names = new Set<string>();
  for (let token = from; token < to; token++)
    if (file.tokens.kind[token] === Kind.Identifier) names.add(file.tokenText(token));
  return names;
}
