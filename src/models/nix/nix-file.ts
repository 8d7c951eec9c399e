/** What a Nix file offers and needs, read from its syntax tree. Nothing is evaluated. */
import { Broken } from '../../verdict.ts';
import { lineFinder } from '../text/line-finder.ts';
import { type NixFacts, type NixPlace, nixFacts } from './facts.ts';
import { isNoPackage } from './no-package.ts';
import { parseNix } from './parser.ts';
import { resultSets, type Scoped } from './scope.ts';
import type { Expression } from './syntax.ts';
import { NixSyntaxError } from './token.ts';

export interface NixFile extends NixFacts {
  readonly path: string;
  /** Flake outputs by name; `packages` only when something is in it. Undefined for a file that is no flake. */
  readonly outputs: ReadonlyMap<string, NixPlace> | undefined;
  readonly hasInputs: boolean;
}

const MAX_LENGTH = 524_288;

/**
 * @param path of the file from the module's root; local paths are relative to its folder
 * @throws Broken with the place when it does not parse
 */
export function readNixFile(text: string, path: string): NixFile {
  const lineOf = lineFinder(text);
  if (text.length > MAX_LENGTH) throw new Broken(`${path} is too long for a Nix file`, { path });
  const root = parsed(text, path, lineOf);
  const facts = nixFacts(root, path, lineOf);
  const outputs = bindingOf(root, 'outputs');
  return {
    path,
    outputs: outputs === undefined ? undefined : outputsOf(outputs, lineOf),
    hasInputs: root.kind === 'set' && root.bindings.some(({ path: [first] }) => first === 'inputs'),
    ...facts,
  };
}

function parsed(text: string, path: string, lineOf: (offset: number) => number): Expression {
  try {
    return parseNix(text);
  } catch (thrown) {
    if (!(thrown instanceof NixSyntaxError)) throw thrown;
    const place = { path, line: lineOf(thrown.offset) };
    throw new Broken(`${path} does not parse: ${thrown.message}`, place, {
      fix: 'Correct the syntax: Nix refuses the file too.',
    });
  }
}

function bindingOf(root: Expression, name: string): Expression | undefined {
  if (root.kind !== 'set') return undefined;
  return root.bindings.find(({ path }) => path.length === 1 && path[0] === name)?.value;
}

/** Outputs wherever they stand: directly, per system, or under flake-parts' `perSystem` and `flake`. */
function outputsOf(outputs: Expression, lineOf: (offset: number) => number): Map<string, NixPlace> {
  const found = new Map<string, NixPlace>();
  const visit = (scoped: Scoped, depth: number): void => {
    for (const { expression: set, scope } of resultSets(scoped)) {
      for (const { path, value, start } of set.bindings) {
        const [name] = path;
        if (name === undefined) continue;
        if ((name === 'perSystem' || name === 'flake') && depth < 3) visit({ expression: value, scope }, depth + 1);
        else if (!isNothing(name, { expression: value, scope })) setOnce(found, name, lineOf(start));
      }
      for (const { names } of set.inherited) for (const name of names) setOnce(found, name, lineOf(set.start));
    }
  };
  visit({ expression: outputs, scope: undefined }, 0);
  return found;
}

function setOnce(found: Map<string, NixPlace>, name: string, line: number): void {
  if (!found.has(name)) found.set(name, { line });
}

/** `{ }`, also behind a function of the system, and packages that are none; what cannot be followed is something. */
function isNothing(output: string, scoped: Scoped): boolean {
  if (/^(?:packages|defaultPackage|legacyPackages)$/.test(output)) return isNoPackage(scoped);
  const sets = resultSets(scoped);
  return (
    sets.length > 0 && sets.every(({ expression: { bindings, inherited } }) => bindings.length + inherited.length === 0)
  );
}
