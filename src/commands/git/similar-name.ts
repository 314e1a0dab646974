/** Names that somebody who typed `name` may have meant (help.c): the ones that begin so, else the nearest ones. */
export function similarTo(name: string, names: readonly string[]): string[] {
  const begin = names.filter((item) => item.startsWith(name));
  if (begin.length > 0) return begin;
  const costs = names.map((item) => ({ item, cost: distance(name, item) }));
  const least = Math.min(...costs.map(({ cost }) => cost));
  return least < MOST_COST ? costs.filter(({ cost }) => cost === least).map(({ item }) => item) : [];
}

/** Farther than this is no likeness. */
const MOST_COST = 7;
const SWAP = 0;
const SUBSTITUTE = 2;
const INSERT = 1;
const DELETE = 3;

/** Damerau and Levenshtein's distance with git's weights: what makes `from` into `to`. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, j) => j * INSERT);
  for (let i = 0; i < from.length; i++) {
    const next = [(i + 1) * DELETE];
    for (let j = 0; j < to.length; j++) {
      let cost = (row[j] ?? 0) + (from[i] === to[j] ? 0 : SUBSTITUTE);
      if (i > 0 && j > 0 && from[i - 1] === to[j] && from[i] === to[j - 1])
        cost = Math.min(cost, (before[j - 1] ?? 0) + SWAP);
      cost = Math.min(cost, (row[j + 1] ?? 0) + DELETE, (next[j] ?? 0) + INSERT);
      next.push(cost);
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
