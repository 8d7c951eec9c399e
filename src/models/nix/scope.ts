import type { AttributeSet, Expression } from './syntax.ts';

/** Names that an expression can see, and the expressions they stand for. */
export interface Scope {
  readonly names: ReadonlyMap<string, Expression>;
  readonly outer: Scope | undefined;
}

export interface Scoped<T extends Expression = Expression> {
  readonly expression: T;
  readonly scope: Scope | undefined;
}

const MAX_STEPS = 60;

/**
 * The attribute sets that an expression may come to: through `let`, `with`, `if`, functions' bodies and arguments, `//` and
 * names that are bound in the file. What other files or inputs would compute is not followed.
 */
export function resultSets({ expression, scope }: Scoped, steps = 0): Scoped<AttributeSet>[] {
  if (steps > MAX_STEPS) return [];
  const follow = (next: Expression, inner = scope) => resultSets({ expression: next, scope: inner }, steps + 1);
  switch (expression.kind) {
    case 'set':
      return [{ expression, scope: withBindings(expression, scope) }];
    case 'let':
      return follow(expression.body, withBindings(expression.set, scope));
    case 'with':
    case 'assert':
      return follow(expression.body);
    case 'lambda':
      return follow(expression.body);
    case 'if':
      return [...follow(expression.then), ...follow(expression.otherwise)];
    case 'apply':
      return [...follow(expression.target), ...follow(expression.argument)];
    case 'binary':
      return expression.operator === '//' ? [...follow(expression.left), ...follow(expression.right)] : [];
    case 'name': {
      const found = lookUp(expression.name, scope);
      return found === undefined ? [] : resultSets(found, steps + 1);
    }
    default:
      return [];
  }
}

export function withBindings(set: AttributeSet, outer: Scope | undefined): Scope {
  const names = new Map<string, Expression>();
  for (const { path, value } of set.bindings) if (path.length === 1 && path[0] !== undefined) names.set(path[0], value);
  return { names, outer };
}

/** What a name stands for, with the scope it was bound in. */
export function lookUp(name: string, scope: Scope | undefined): Scoped | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const expression = at.names.get(name);
    // `x = x;` in a set means the x outside it.
    if (expression !== undefined && !(expression.kind === 'name' && expression.name === name))
      return { expression, scope: at };
  }
  return undefined;
}
