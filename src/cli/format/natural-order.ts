/** Orders names as people do, "web2" before "web10" (fvbommel/sortorder, which docker/cli sorts its lists with). */
export function naturalOrder(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = compareChunks(left[i] ?? "", right[i] ?? "");
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compareChunks(a: string, b: string): number {
  if (/^\d/.test(a) && /^\d/.test(b)) {
    const [x, y] = [BigInt(a), BigInt(b)];
    if (x !== y) return x < y ? -1 : 1;
    return a.length - b.length;
  }
  return a === b ? 0 : a < b ? -1 : 1;
}
