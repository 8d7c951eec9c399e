/** The folder that a Nix call builds from, and nothing besides it. */

import { lookUp, resultSets, type Scope, type Scoped } from './scope.ts';
import { calleeOf, type Expression } from './syntax.ts';

/** Attributes by which sources of elsewhere may come in before cargo runs. */
const adding =
  /^(?:srcs|sourceRoot|setSourceRoot|cargoRoot|buildAndTestSubdir|patches|cargoPatches|(?:pre|post)?(?:[uU]npack|[pP]atch|[cC]onfigure)(?:Phase)?|(?:preBuild|buildPhase|phases|prePhases|unpackCmd))$/;

/** Filters of nixpkgs and crane that leave the folder as it is but for what they take out. */
const filters = /(?:^|\.)(?:cleanSource|cleanCargoSource|gitignoreSource|gitignore)$/;

/** @returns the path literal as written, `./.` for `self`; undefined where more may come in, or nobody knows */
export function sourceAlone(argument: Scoped): string | undefined {
  const sets = resultSets(argument);
  const bindings = sets.flatMap(({ expression, scope }) => expression.bindings.map((one) => ({ ...one, scope })));
  const inherited = sets.flatMap(({ expression }) => expression.inherited.flatMap(({ names }) => names));
  if (inherited.some((name) => adding.test(name))) return undefined;
  if (
    bindings.some(({ path: [name], value, scope }) => adding.test(name ?? '') && !addsNothing(name ?? '', value, scope))
  )
    return undefined;
  const [source, ...more] = bindings.filter(({ path }) => path.length === 1 && path[0] === 'src');
  return source === undefined || more.length > 0 || inherited.includes('src')
    ? undefined
    : folderOf({ expression: source.value, scope: source.scope });
}

/** A hook whose commands bring no files: variables that it exports. */
function addsNothing(name: string, value: Expression, scope: Scope | undefined): boolean {
  if (!/^(?:pre|post)[A-Z]/.test(name)) return false;
  const text = value.kind === 'name' ? lookUp(value.name, scope)?.expression : value;
  return text?.kind === 'string' && !/\b(?:cp|ln|mv|rsync|install|tar|git|unzip|curl)\b/.test(text.text);
}

function folderOf({ expression, scope }: Scoped, steps = 0): string | undefined {
  if (steps > 10) return undefined;
  if (expression.kind === 'path') return expression.parts.length === 0 ? expression.text : undefined;
  if (expression.kind === 'apply' && filters.test(calleeOf(expression.target)))
    return folderOf({ expression: expression.argument, scope }, steps + 1);
  if (expression.kind !== 'name') return undefined;
  const bound = lookUp(expression.name, scope);
  if (bound !== undefined) return folderOf(bound, steps + 1);
  return expression.name === 'self' ? './.' : undefined;
}
