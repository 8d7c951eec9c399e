/** Cycles between the modules of a crate. */

import type { CrateModel, Definition, ModuleEdge } from '../rust/crate/crate-model.ts';
import { type Cycle, findCycles } from './cycles.ts';

/**
 * Files and inline modules are the nodes, an edge goes to the module that defines the name. Uses of the crate root, and those between a module
 * and its direct parent, are left out: every child would make a cycle.
 */
export function moduleCycles(model: CrateModel): readonly Cycle<ModuleEdge>[] {
  const edges = model.moduleEdges().filter(({ from, to }) => !isRoot(to) && !isRoot(from) && !areKin(from, to));
  return findCycles<Definition, ModuleEdge>(edges);
}

function isRoot({ parent }: Definition): boolean {
  return parent === undefined;
}

function areKin(a: Definition, b: Definition): boolean {
  return a.parent === b || b.parent === a;
}
