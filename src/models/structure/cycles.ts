/** Cycles of a directed graph, each as short as can be, so that it can be read and cut. */
import { grouped } from '../collections/grouped.ts';

export interface Edge<Node> {
  readonly from: Node;
  readonly to: Node;
}

/** Edges in order: each one ends where the next begins, the last one where the first began. */
export type Cycle<E> = readonly E[];

/**
 * Cycles that together hold every node that is in any: for each such node not yet told of, in the order of the edges, a shortest one
 * through it. Edges from a node to itself are none.
 */
export function findCycles<Node, E extends Edge<Node>>(edges: readonly E[]): readonly Cycle<E>[] {
  const outgoing = grouped(
    edges.filter(({ from, to }) => from !== to),
    ({ from }) => from,
  );
  const component = components(outgoing);
  const told = new Set<Node>();
  const cycles: Cycle<E>[] = [];
  for (const node of outgoing.keys()) {
    if (told.has(node)) continue;
    const cycle = shortestThrough(node, outgoing, component);
    if (cycle === undefined) continue;
    for (const edge of cycle) told.add(edge.from);
    cycles.push(cycle);
  }
  return cycles;
}

/** Strongly connected components (Tarjan), without recursion: a graph can be as deep as it is large. */
function components<Node, E extends Edge<Node>>(outgoing: ReadonlyMap<Node, readonly E[]>): ReadonlyMap<Node, number> {
  const order = new Map<Node, number>();
  const low = new Map<Node, number>();
  const component = new Map<Node, number>();
  const open: Node[] = [];
  const visit = (start: Node): void => {
    const path: { readonly node: Node; next: number }[] = [];
    const enter = (node: Node): void => {
      order.set(node, order.size);
      low.set(node, order.size - 1);
      open.push(node);
      path.push({ node, next: 0 });
    };
    const lower = (node: Node, to: number): void => void low.set(node, Math.min(low.get(node) ?? to, to));
    enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const edge = outgoing.get(step.node)?.[step.next++];
      if (edge === undefined) {
        path.pop();
        const own = low.get(step.node) ?? 0;
        const outer = path.at(-1);
        if (outer !== undefined) lower(outer.node, own);
        if (own === order.get(step.node)) close(step.node, own);
      } else if (!order.has(edge.to)) enter(edge.to);
      else if (!component.has(edge.to)) lower(step.node, order.get(edge.to) ?? 0);
    }
  };
  const close = (node: Node, name: number): void => {
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      component.set(member, name);
      if (member === node) return;
    }
  };
  for (const node of outgoing.keys()) if (!order.has(node)) visit(node);
  return component;
}

/** Breadth first inside the node's component. */
function shortestThrough<Node, E extends Edge<Node>>(
  start: Node,
  outgoing: ReadonlyMap<Node, readonly E[]>,
  component: ReadonlyMap<Node, number>,
): Cycle<E> | undefined {
  const reachedBy = new Map<Node, E>();
  const queue: Node[] = [start];
  for (let at = 0; at < queue.length; at++) {
    for (const edge of outgoing.get(queue[at] as Node) ?? []) {
      if (component.get(edge.to) !== component.get(start) || reachedBy.has(edge.to)) continue;
      reachedBy.set(edge.to, edge);
      if (edge.to === start) return wayBack(start, reachedBy);
      queue.push(edge.to);
    }
  }
  return undefined;
}

function wayBack<Node, E extends Edge<Node>>(start: Node, reachedBy: ReadonlyMap<Node, E>): Cycle<E> {
  const cycle: E[] = [];
  for (let edge = reachedBy.get(start); edge !== undefined; edge = reachedBy.get(edge.from)) {
    cycle.unshift(edge);
    if (edge.from === start) break;
  }
  return cycle;
}
