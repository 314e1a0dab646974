/**
 * The order in which a dict of Python 2.7 gives its keys: by their hashes, in a table that grows (Objects/dictobject.c,
 * Objects/stringobject.c; without -R hashes are the same in every run). Python 3 keeps the order of insertion.
 */
const MASK = (1n << 64n) - 1n;
const MULTIPLIER = 1000003n;
const PERTURB_SHIFT = 5n;
const SMALLEST = 8;

/** A key of a dict: a text or a whole number. */
type DictKey = string | number;

function hashOf(key: DictKey): bigint {
  if (typeof key === "number") return BigInt(key) & MASK;
  if (key === "") return 0n;
  const bytes = [...key].map((char) => BigInt(char.codePointAt(0) ?? 0));
  let hash = ((bytes[0] ?? 0n) << 7n) & MASK;
  for (const byte of bytes) hash = ((MULTIPLIER * hash) & MASK) ^ byte;
  hash ^= BigInt(bytes.length);
  return hash === MASK ? MASK - 1n : hash;
}

/** Puts a key into its slot, or the next that its hash leads to. */
function place(table: (DictKey | undefined)[], key: DictKey): void {
  const mask = BigInt(table.length - 1);
  const hash = hashOf(key);
  let index = hash & mask;
  for (let perturb = hash; table[Number(index & mask)] !== undefined; perturb >>= PERTURB_SHIFT)
    index = (index * 5n + perturb + 1n) & MASK;
  table[Number(index & mask)] = key;
}

/** Keys as a dict that they were put into one after another gives them. */
export function python2Order<Key extends DictKey>(keys: readonly Key[]): Key[] {
  let table: (Key | undefined)[] = new Array<Key | undefined>(SMALLEST).fill(undefined);
  let used = 0;
  for (const key of keys) {
    place(table, key);
    used++;
    if (used * 3 < table.length * 2) continue;
    let size = SMALLEST;
    while (size <= used * 4) size *= 2;
    const larger = new Array<Key | undefined>(size).fill(undefined);
    for (const one of table) if (one !== undefined) place(larger, one);
    table = larger;
  }
  return table.filter((key): key is Key => key !== undefined);
}
