import { parseNix } from '../nix/parser.ts';
import { childrenOf, type Expression } from '../nix/syntax.ts';
import { NixSyntaxError } from '../nix/token.ts';
import { lineFinder } from '../text/line-finder.ts';

/** A check of a flake, as the command that it runs. */
export interface FlakeCheck {
  readonly argv: readonly string[];
  readonly line: number;
}

/** Functions of crane and the commands that they run; cargoDeny leaves advisories out unless it is told. */
const RUNS = new Map<string, readonly string[]>([
  ['cargoTest', ['cargo', 'test']],
  ['cargoNextest', ['cargo', 'nextest', 'run']],
  ['cargoDocTest', ['cargo', 'test', '--doc']],
  ['cargoLlvmCov', ['cargo', 'llvm-cov']],
  ['cargoTarpaulin', ['cargo', 'tarpaulin']],
  ['cargoAudit', ['cargo', 'audit']],
  ['cargoDeny', ['cargo', 'deny', 'check', 'bans', 'licenses', 'sources']],
  ['cargoDoc', ['cargo', 'doc']],
]);

const MAX_LENGTH = 524_288;

/**
 * What `nix flake check` runs, as far as the flake's own `checks` name functions of crane.
 * @returns undefined when the file cannot be read; an empty list when it has checks of other kinds; 'none' without checks
 */
export function flakeChecks(source: string): readonly FlakeCheck[] | 'none' | undefined {
  if (source.length > MAX_LENGTH) return undefined;
  let root: Expression;
  try {
    root = parseNix(source);
  } catch (thrown) {
    if (thrown instanceof NixSyntaxError) return undefined;
    throw thrown;
  }
  const checks = valuesOf(root, 'checks');
  if (checks.length === 0) return 'none';
  const found: FlakeCheck[] = [];
  const lineOf = lineFinder(source);
  for (const check of checks) {
    for (const { start, name } of called(check)) {
      const argv = RUNS.get(name);
      if (argv !== undefined) found.push({ argv, line: lineOf(start) });
    }
  }
  return found;
}

/** The values of all bindings whose path names an output: `checks = …`, `checks.x86_64-linux.test = …`. */
function valuesOf(expression: Expression, output: string): Expression[] {
  const own =
    expression.kind === 'set'
      ? expression.bindings.filter(({ path }) => path[0] === output).map(({ value }) => value)
      : [];
  return [...own, ...childrenOf(expression).flatMap((child) => valuesOf(child, output))];
}

function called(expression: Expression): { start: number; name: string }[] {
  const own: { start: number; name: string }[] = [];
  if (expression.kind === 'apply') {
    const { target } = expression;
    const name = target.kind === 'select' ? target.path.at(-1) : target.kind === 'name' ? target.name : undefined;
    if (name !== undefined) own.push({ start: expression.start, name });
  }
  return [...own, ...childrenOf(expression).flatMap(called)];
}
