/**
 * The cycles of a graph: each node with an edge to itself, and each strongly connected set of two or more
 * nodes, sorted. R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1, 1972.
 */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  /** Index of a node's first visit; infinite once its cycle is known. */
  const order = new Map<string, number>();
  const path: string[] = [];
  /** Returns the earliest node that is reachable from this one. */
  const visit = (node: string): number => {
    const own = order.size;
    order.set(node, own);
    path.push(node);
    let earliest = own;
    for (const next of edges.get(node) ?? []) {
      if (next === node) found.push([node]);
      earliest = Math.min(earliest, order.get(next) ?? visit(next));
    }
    if (earliest === own) {
      const cycle = path.splice(path.indexOf(node));
      for (const each of cycle) order.set(each, Number.POSITIVE_INFINITY);
      if (cycle.length > 1) found.push(cycle.sort());
    }
    return earliest;
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return found;
}
