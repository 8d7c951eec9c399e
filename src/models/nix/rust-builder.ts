/** What a call that builds a Rust package is given: where its locked dependencies come from. */
import { resultSets, type Scoped } from './scope.ts';
import { calleeOf, type Expression } from './syntax.ts';

/** False when the arguments say where the locked dependencies come from, or the source is fetched from elsewhere. */
export function needsLock(argument: Scoped): boolean {
  for (const { expression: set, scope } of resultSets(argument)) {
    for (const { path, value } of set.bindings) {
      const [name] = path;
      if (name === 'cargoVendorDir' || name === 'cargoLock' || name === 'cargoDeps') return false;
      if (name === 'src' && isFetched({ expression: value, scope })) return false;
    }
  }
  return true;
}

/**
 * The path literal of `cargoLock = { lockFile = ./Cargo.lock; }` alone. Source: nixpkgs, pkgs/build-support/rust/import-cargo-lock.nix, which throws for a
 * git dependency that has no entry in `outputHashes`, unless `allowBuiltinFetchGit` is set.
 */
export function hashlessLock(argument: Scoped): string | undefined {
  const given = new Map<string, Expression>();
  for (const { expression: set, scope } of resultSets(argument)) {
    if (set.inherited.some(({ names }) => names.some((name) => name.startsWith('cargo')))) return undefined;
    for (const { path, value } of set.bindings) {
      const [name, inner] = path;
      if (name !== 'cargoLock') {
        if (/^cargo(?:Hash|Sha256|VendorDir|Deps)$/.test(name ?? '')) return undefined;
        continue;
      }
      if (inner !== undefined) given.set(inner, value);
      else for (const [key, one] of settingsIn({ expression: value, scope })) given.set(key, one);
    }
  }
  const lock = given.get('lockFile');
  return given.size === 1 && lock?.kind === 'path' && lock.parts.length === 0 ? lock.text : undefined;
}

/** What a set holds, by the first name of each path; what is inherited stands for itself. */
function settingsIn(scoped: Scoped): Map<string, Expression> {
  const found = new Map<string, Expression>();
  for (const { expression: set } of resultSets(scoped)) {
    for (const { path, value } of set.bindings) found.set(path[0] ?? '*', value);
    for (const { names } of set.inherited) for (const name of names) found.set(name, set);
  }
  return found;
}

function isFetched({ expression, scope }: Scoped): boolean {
  if (expression.kind === 'apply')
    return (
      /(?:^|\.)(?:fetch\w+|builtins\.fetch\w+)$/.test(calleeOf(expression.target)) ||
      isFetched({ expression: expression.target, scope })
    );
  return false;
}
