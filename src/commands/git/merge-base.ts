import type { Repository } from "./repository/repository.ts";
import { ancestorsOf } from "./tracking.ts";

/** The newest commit that two have in common; undefined when their histories never met. */
export async function mergeBase(repository: Repository, a: string, b: string): Promise<string | undefined> {
  const [left, right] = [await ancestorsOf(repository, a), await ancestorsOf(repository, b)];
  const common = [...left].filter((id) => right.has(id));
  // The best are those that no other common one has before it.
  const behind = new Set<string>();
  for (const id of common)
    for (const parent of (await repository.objects.commit(id)).parents)
      for (const ancestor of await ancestorsOf(repository, parent)) behind.add(ancestor);
  const best = common.filter((id) => !behind.has(id));
  let newest: { readonly id: string; readonly time: number } | undefined;
  for (const id of best) {
    const { time } = (await repository.objects.commit(id)).committer;
    if (!newest || time > newest.time) newest = { id, time };
  }
  return newest?.id;
}
