import { entriesOf, type LayerNode } from "./layer.ts";

/** Whether a directory's content changes by itself. */
export function isLive(lower: readonly LayerNode[]): boolean {
  return typeof lower[0]?.entries === "function";
}

/** The nodes that show through at one place: directories merge down to the first that is opaque or no directory. */
export function mergeable(nodes: readonly LayerNode[]): LayerNode[] {
  const [top] = nodes;
  if (!top) return [];
  if (top.kind !== "directory") return [top];
  const out: LayerNode[] = [];
  for (const node of nodes) {
    if (node.kind !== "directory") break;
    out.push(node);
    if (node.opaque) break;
  }
  return out;
}

/** What the merged directories `lower` hold under a name. */
export function lowerEntry(lower: readonly LayerNode[], name: string): LayerNode[] {
  const found: LayerNode[] = [];
  for (const directory of lower) {
    const node = entriesOf(directory).get(name);
    if (node) found.push(node);
    if (directory.removed?.has(name)) break;
  }
  return mergeable(found);
}

/** The names that the merged directories `lower` hold. */
export function lowerNames(lower: readonly LayerNode[]): string[] {
  if (lower.length === 1 && lower[0]) return [...entriesOf(lower[0]).keys()];
  const names = new Set(lower.flatMap((directory) => [...entriesOf(directory).keys()]));
  return [...names].filter((name) => lowerEntry(lower, name).length > 0);
}
