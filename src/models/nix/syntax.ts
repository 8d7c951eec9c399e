/** Expressions of the Nix language, as far as a reader of package definitions needs them. */

interface Node {
  /** Offset of its first character in the source. */
  readonly start: number;
}

/** An attribute's path: names, or undefined for a part that is computed. */
export type AttributePath = readonly (string | undefined)[];

export interface Binding extends Node {
  readonly path: AttributePath;
  readonly value: Expression;
}

export interface AttributeSet extends Node {
  readonly kind: 'set';
  readonly bindings: readonly Binding[];
  /** `inherit a b;` and `inherit (from) a b;` */
  readonly inherited: readonly { readonly from: Expression | undefined; readonly names: readonly string[] }[];
}

export type Expression =
  | AttributeSet
  | (Node & { readonly kind: 'let'; readonly set: AttributeSet; readonly body: Expression })
  /** `with`, `assert`: what stands before the semicolon, and the body. */
  | (Node & { readonly kind: 'with' | 'assert'; readonly head: Expression; readonly body: Expression })
  | (Node & {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    })
  | (Node & {
      readonly kind: 'lambda';
      readonly parameters: readonly string[];
      readonly defaults: readonly Expression[];
      readonly body: Expression;
    })
  | (Node & { readonly kind: 'apply'; readonly target: Expression; readonly argument: Expression })
  | (Node & {
      readonly kind: 'select';
      readonly target: Expression;
      readonly path: AttributePath;
      readonly otherwise: Expression | undefined;
    })
  | (Node & { readonly kind: 'has'; readonly target: Expression; readonly path: AttributePath })
  | (Node & {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression })
  | (Node & { readonly kind: 'list'; readonly items: readonly Expression[] })
  | (Node & { readonly kind: 'name'; readonly name: string })
  /** `text` has `${…}` where something is computed; `parts` are those expressions. */
  | (Node & { readonly kind: 'string' | 'path'; readonly text: string; readonly parts: readonly Expression[] })
  | (Node & { readonly kind: 'literal'; readonly text: string });

/** Direct children of an expression, in the order of the source. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'set':
      return [
        ...expression.inherited.flatMap(({ from }) => from ?? []),
        ...expression.bindings.map(({ value }) => value),
      ];
    case 'let':
      return [expression.set, expression.body];
    case 'with':
    case 'assert':
      return [expression.head, expression.body];
    case 'if':
      return [expression.condition, expression.then, expression.otherwise];
    case 'lambda':
      return [...expression.defaults, expression.body];
    case 'apply':
      return [expression.target, expression.argument];
    case 'select':
      return expression.otherwise === undefined ? [expression.target] : [expression.target, expression.otherwise];
    case 'has':
      return [expression.target];
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
      return [expression.operand];
    case 'list':
      return expression.items;
    case 'string':
    case 'path':
      return expression.parts;
    default:
      return [];
  }
}

/** `pkgs.dockerTools.buildImage` for what is called; empty for anything but a name or a selection from one. */
export function calleeOf(target: Expression): string {
  if (target.kind === 'name') return target.name;
  if (target.kind !== 'select') return '';
  const before = calleeOf(target.target);
  const path = target.path.map((part) => part ?? '*').join('.');
  return before === '' ? path : `${before}.${path}`;
}
