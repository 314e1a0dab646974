type Value =
  | { readonly kind: "string"; text: string }
  | { readonly kind: "list"; readonly items: string[] }
  | { readonly kind: "hash"; readonly fields: Map<string, string> }
  | { readonly kind: "set"; readonly members: Set<string> }
  | { readonly kind: "zset"; readonly scores: Map<string, number> };

interface Entry {
  value: Value;
  /** ms since the epoch */
  expires?: number;
}

/** The keys of a Redis server. */
export class Database {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  /** Whether a command may have written since this was last set to false. */
  changed = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes over what `toJSON` wrote; false when it is something else. */
  load(stored: unknown): boolean {
    if (!Array.isArray(stored)) return false;
    for (const item of stored) {
      if (!Array.isArray(item)) return false;
      const [key, kind, data, expires] = item;
      const value = storedValue(kind, data);
      if (typeof key !== "string" || !value) return false;
      this.#entries.set(key, typeof expires === "number" ? { value, expires } : { value });
    }
    return true;
  }

  get size(): number {
    return this.keys().length;
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.entry(key) !== undefined);
  }

  entry(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expires === undefined || entry.expires > this.#now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value, ttl?: number): void {
    this.#entries.set(key, { value, ...(ttl === undefined ? {} : { expires: this.#now() + ttl }) });
  }

  expire(key: string, ms: number): boolean {
    const entry = this.entry(key);
    if (entry) entry.expires = this.#now() + ms;
    return entry !== undefined;
  }

  /** ms left; -1 for ever, -2 no such key. */
  left(key: string): number {
    const entry = this.entry(key);
    if (!entry) return -2;
    return entry.expires === undefined ? -1 : entry.expires - this.#now();
  }

  persist(key: string): boolean {
    const entry = this.entry(key);
    if (entry?.expires === undefined) return false;
    delete entry.expires;
    return true;
  }

  delete(key: string): boolean {
    return this.entry(key) !== undefined && this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** What is stored, for the dump on disk. */
  toJSON(): unknown[] {
    return this.keys().map((key) => {
      const { value, expires } = this.entry(key) ?? {};
      const data =
        value?.kind === "string"
          ? value.text
          : value?.kind === "list"
            ? value.items
            : value?.kind === "set"
              ? [...value.members]
              : value?.kind === "zset"
                ? [...value.scores]
                : [...(value?.fields ?? [])];
      return [key, value?.kind, data, expires ?? null];
    });
  }
}

function storedValue(kind: unknown, data: unknown): Value | undefined {
  if (kind === "string" && typeof data === "string") return { kind, text: data };
  if (!Array.isArray(data)) return undefined;
  const texts = (values: unknown[]) => values.map(String);
  if (kind === "list") return { kind, items: texts(data) };
  if (kind === "set") return { kind, members: new Set(texts(data)) };
  if (kind === "zset") {
    const pairs = data.flatMap((pair): [string, number][] =>
      Array.isArray(pair) ? [[String(pair[0]), Number(pair[1])]] : [],
    );
    return { kind, scores: new Map(pairs) };
  }
  if (kind === "hash") {
    const pairs = data.flatMap((pair): [string, string][] =>
      Array.isArray(pair) ? [[String(pair[0]), String(pair[1])]] : [],
    );
    return { kind, fields: new Map(pairs) };
  }
  return undefined;
}
