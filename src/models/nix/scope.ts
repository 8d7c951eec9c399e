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
/** Names that are bound to twice one another would take time without end. */
const MAX_EFFORT = 4000;

/**
 * The attribute sets that an expression may come to: through `let`, `with`, `if`, functions' bodies and arguments, `//` and
 * names that are bound in the file. What other files or inputs would compute is not followed.
 */
export function resultSets(
  { expression, scope }: Scoped,
  steps = 0,
  effort = { left: MAX_EFFORT },
): Scoped<AttributeSet>[] {
  effort.left -= 1;
  if (steps > MAX_STEPS || effort.left < 0) return [];
  const follow = (next: Expression, inner = scope) => resultSets({ expression: next, scope: inner }, steps + 1, effort);
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
      if (expression.operator !== '//') return [];
      return [
        ...without(follow(expression.left), surelyBound({ expression: expression.right, scope })),
        ...follow(expression.right),
      ];
    case 'name': {
      const found = lookUp(expression.name, scope);
      return found === undefined ? [] : resultSets(found, steps + 1, effort);
    }
    default:
      return [];
  }
}

/** `//` is shallow: what the right side binds takes the place of all that the left side has under the name. */
function without(sets: Scoped<AttributeSet>[], hidden: ReadonlySet<string>): Scoped<AttributeSet>[] {
  if (hidden.size === 0) return sets;
  return sets.map(({ expression, scope }) => {
    const bindings = expression.bindings.filter(({ path: [name] }) => name === undefined || !hidden.has(name));
    const inherited = expression.inherited.map((one) => ({ ...one, names: one.names.filter((it) => !hidden.has(it)) }));
    return { expression: { ...expression, bindings, inherited }, scope };
  });
}

/** Names that the set has which an expression comes to, whatever a function, an input or a condition makes of the rest. */
function surelyBound(scoped: Scoped): Set<string> {
  const found = new Set<string>();
  const seen = new Set<Expression>();
  const queue = [scoped];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { expression, scope } = next;
    if (seen.has(expression)) continue;
    seen.add(expression);
    if (expression.kind === 'set') {
      for (const { path } of expression.bindings) if (path[0] !== undefined) found.add(path[0]);
      for (const { names } of expression.inherited) for (const name of names) found.add(name);
    } else if (expression.kind === 'let')
      queue.push({ expression: expression.body, scope: withBindings(expression.set, scope) });
    else if (expression.kind === 'with' || expression.kind === 'assert')
      queue.push({ expression: expression.body, scope });
    else if (expression.kind === 'binary' && expression.operator === '//')
      queue.push({ expression: expression.left, scope }, { expression: expression.right, scope });
    else if (expression.kind === 'name') {
      const bound = lookUp(expression.name, scope);
      if (bound !== undefined) queue.push(bound);
    }
  }
  return found;
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
