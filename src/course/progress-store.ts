import { noProgress, type Progress, type ReadProgress, readProgress } from "./progress.ts";

const KEY = "darsena.progress";

type Listener = (progress: Progress) => void;

/** Keeps progress in a browser's storage and tells whoever follows it, in this tab and in the others. */
export class ProgressStore {
  readonly #storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly #listeners = new Set<Listener>();
  /** What the browser would not keep: it lasts as long as the page. */
  #unkept: Progress | undefined;

  /** @param storage a function, because a browser that blocks cookies throws at the very name `localStorage` */
  constructor(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    this.#storage = storage;
  }

  /** What is done; nothing when the browser keeps nothing, or something unreadable. */
  load(): Progress {
    if (this.#unkept) return this.#unkept;
    try {
      const read = this.#read();
      return read.kind === "progress" ? read.progress : noProgress;
    } catch {
      return noProgress;
    }
  }

  /** Changes what is kept. Returns whether the browser keeps it beyond this page. */
  change(change: (progress: Progress) => Progress): boolean {
    const progress = change(this.load());
    try {
      // A tab left open from before an update does not write over what the newer site keeps.
      if (this.#read().kind === "newer") throw new Error("kept by a newer site");
      if (progress === noProgress) this.#storage().removeItem(KEY);
      else this.#storage().setItem(KEY, JSON.stringify(progress));
      this.#unkept = undefined;
    } catch {
      this.#unkept = progress;
    }
    this.#tell();
    return this.#unkept === undefined;
  }

  /** Calls `listener` at each change from now on. Returns what ends that. */
  follow(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To be called when another tab wrote to the storage: `key` is what it wrote, null when it cleared everything. */
  changedElsewhere(key: string | null): void {
    if (key === KEY || key === null) this.#tell();
  }

  /** @throws when storage is closed */
  #read(): ReadProgress {
    return readProgress(this.#storage().getItem(KEY) ?? "");
  }

  #tell(): void {
    const progress = this.load();
    for (const listener of this.#listeners) listener(progress);
  }
}

/** The reader's progress in this browser. */
export const progressStore = new ProgressStore(() => localStorage);

if (typeof addEventListener === "function") {
  addEventListener("storage", ({ key }) => progressStore.changedElsewhere(key));
  // A page brought back by the Back button slept through what other tabs did.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) progressStore.changedElsewhere(null);
  });
}
