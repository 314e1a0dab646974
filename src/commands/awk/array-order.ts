/**
 * The order in which `for (key in array)` goes through an array: by places of a hash table, so that it looks like none.
 * Mawk's (FNV-1a, 64 places and twice as many whenever a list would be longer than twelve) is compared with the real
 * one; busybox's is rebuilt from its source's description.
 */
export function keysInOrder(keys: Iterable<string>, isBusybox: boolean): string[] {
  // Of two in one place, the one that came last is first.
  const all = [...keys].reverse();
  const placeOf = isBusybox ? busyboxPlace(all.length) : mawkPlace(all.length);
  return all
    .map((key) => ({ key, place: placeOf(key) }))
    .sort((a, b) => a.place - b.place)
    .map(({ key }) => key);
}

function mawkPlace(count: number): (key: string) => number {
  let size = 64;
  while (count > size * 12) size *= 2;
  return (key) => {
    let hash = 2166136261;
    for (const char of key) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619);
    return (hash >>> 0) % size;
  };
}

const BUSYBOX_SIZES = [61, 251, 1021, 4093, 16381, 65521];

function busyboxPlace(count: number): (key: string) => number {
  const size = BUSYBOX_SIZES.find((places) => count / places <= 10) ?? 65521;
  return (key) => {
    let hash = 0;
    for (const char of key) hash = (char.charCodeAt(0) + (hash << 6) + (hash >>> 26)) >>> 0;
    return hash % size;
  };
}
