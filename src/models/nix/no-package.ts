/** Values under a flake's `packages` that are surely no package of the module: what Nix would refuse there, shells, and what nixpkgs builds. */
import { lookUp, type Scoped, withBindings } from './scope.ts';
import type { Expression } from './syntax.ts';

const NO_BUILD = /^(?:mkShell|mkShellNoCC|throw|abort|writeText|writeTextFile)$/;
const MAX_STEPS = 40;

/** True where nothing in it can be a package; false where something may be, or cannot be followed. */
export function isNoPackage({ expression, scope }: Scoped, steps = 0): boolean {
  if (steps > MAX_STEPS) return false;
  const inner = (next: Expression, seen = scope) => isNoPackage({ expression: next, scope: seen }, steps + 1);
  switch (expression.kind) {
    case 'literal':
    case 'string':
    case 'path':
    case 'list':
      return true;
    case 'set': {
      const own = withBindings(expression, scope);
      const handedOn = expression.inherited.every(({ from }) => from?.kind === 'select' && isHandedOn(from, scope));
      return handedOn && expression.bindings.every(({ value }) => inner(value, own));
    }
    case 'let':
      return inner(expression.body, withBindings(expression.set, scope));
    case 'with':
    case 'assert':
    case 'lambda':
      return inner(expression.body);
    case 'if':
      return inner(expression.then) && inner(expression.otherwise);
    case 'binary':
      return expression.operator === '//' && inner(expression.left) && inner(expression.right);
    case 'name': {
      if (/^(?:null|true|false)$/.test(expression.name)) return true;
      const found = lookUp(expression.name, scope);
      return found !== undefined && isNoPackage(found, steps + 1);
    }
    case 'select':
      return isOfNixpkgs(expression) || isHandedOn(expression, scope);
    case 'apply':
      // `forAllSystems (system: { … })` gives what the function gives.
      return (
        NO_BUILD.test(calledName(expression.target)) ||
        (expression.argument.kind === 'lambda' && inner(expression.argument))
      );
    default:
      return false;
  }
}

type Selection = Expression & { kind: 'select' };

/** `nixpkgs.legacyPackages.${system}.hello`: an overlay cannot have put it there. */
function isOfNixpkgs(expression: Selection): boolean {
  const { base, parts } = chainOf(expression);
  return base === 'nixpkgs' && parts[0] === 'legacyPackages' && parts.length > 2;
}

/** `other.packages.${system}.default` and `inputs.other.packages…`: built by another flake, and only handed on by this one. */
function isHandedOn(expression: Selection, scope: Scoped['scope']): boolean {
  const { base, parts } = chainOf(expression);
  if (base === undefined) return false;
  const [flake, output] = /^inputs'?$/.test(base) ? parts : [base, parts[0]];
  if (flake === undefined || /^self'?$/.test(flake) || !/^(?:packages|defaultPackage)$/.test(output ?? ''))
    return false;
  return lookUp(base, scope) === undefined;
}

function chainOf(expression: Selection): { base: string | undefined; parts: readonly (string | undefined)[] } {
  const parts = [...expression.path];
  let { target } = expression;
  while (target.kind === 'select') {
    parts.unshift(...target.path);
    target = target.target;
  }
  return { base: target.kind === 'name' ? target.name : undefined, parts };
}

function calledName(target: Expression): string {
  if (target.kind === 'apply') return calledName(target.target);
  if (target.kind === 'name') return target.name;
  return target.kind === 'select' ? (target.path.at(-1) ?? '') : '';
}

/** `""`, `lib.fakeHash`, `sha256-AAAA…`: what one writes to be told the right one. */
export function isStandIn(value: Expression): boolean {
  if (value.kind === 'string') return value.parts.length === 0 && /^(?:sha256-)?(?:A{20,}=*|0{20,})?$/.test(value.text);
  return /^fake(?:Hash|Sha256)$/.test(calledName(value));
}
