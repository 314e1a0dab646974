import type { Input, Output } from "../kernel/stream.ts";
import type { Tty } from "../kernel/tty.ts";
import { applyKey } from "./apply-key.ts";
import { listCandidates } from "./candidate-list.ts";
import { type Completion, completeWord, insertAll, sortedCandidates } from "./completion.ts";
import { type EditorState, type Effect, newEditor } from "./editor-state.ts";
import { type Key, KeyDecoder } from "./key-decoder.ts";
import { LineRenderer, type View } from "./line-renderer.ts";
import { type Prompt, promptCells } from "./prompt-cells.ts";
import { endSearch, searchPrompt, searchView } from "./search.ts";

export interface ReadLineOptions {
  readonly tty: Tty;
  readonly input: Input;
  /** Where the line is shown; the terminal's own output unless told. */
  readonly output?: Output;
  /** May hold colours, which count no width, and readline's \x01 … \x02 around whatever else does not. */
  readonly prompt: string;
  /** Lines entered before, the oldest first. */
  readonly history: readonly string[];
  /** What Tab offers for the word before the cursor. */
  readonly complete?: (line: string, cursor: number) => Promise<Completion>;
  readonly signal?: AbortSignal;
}

export type ReadLineResult =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "interrupt" }
  | { readonly kind: "eof" };

interface Kept {
  kills: readonly string[];
  lastQuery: string;
}

const editors = new WeakMap<Tty, EditSession>();

/** The line editor that waits on a terminal now, another object for every line; undefined when none does. */
export function editorOn(tty: Tty): object | undefined {
  return editors.get(tty);
}

/** What a terminal's editor remembers from one line to the next. */
const keptByTty = new WeakMap<Tty, Kept>();

/**
 * Reads one line from a terminal with the keys of readline, as bash does. The terminal is raw meanwhile. A paste of
 * several lines gives the first of them; the others come, each shown, from the calls that follow.
 * @returns the line without its newline; "interrupt" on Ctrl-C; "eof" on Ctrl-D in an empty line or when the terminal is gone
 * @throws the signal's reason when it aborts
 */
export async function readLine(options: ReadLineOptions): Promise<ReadLineResult> {
  const restore = options.tty.setRaw();
  const session = new EditSession(options);
  editors.set(options.tty, session);
  const unsubscribe = options.tty.onResize(() => session.resize());
  try {
    return await session.run();
  } finally {
    unsubscribe();
    editors.delete(options.tty);
    session.close();
    restore();
  }
}

class EditSession {
  readonly #options: ReadLineOptions;
  readonly #output: Output;
  readonly #prompt: Prompt;
  readonly #decoder = new KeyDecoder();
  readonly #renderer: LineRenderer;
  #state: EditorState;
  #writing: Promise<void> = Promise.resolve();
  #listing = false;
  #ended = false;

  constructor(options: ReadLineOptions) {
    this.#options = options;
    this.#output = options.output ?? options.tty.output;
    this.#prompt = promptCells(options.prompt);
    this.#renderer = new LineRenderer(options.tty.columns, options.tty.rows);
    this.#state = newEditor(options.history, keptByTty.get(options.tty) ?? { kills: [], lastQuery: "" });
  }

  async run(): Promise<ReadLineResult> {
    this.#write("\x1b[?2004h");
    const waiting = this.#options.tty.pasted.shift();
    if (waiting !== undefined) {
      const text = waiting.replace(/\n$/, "");
      this.#state = { ...this.#state, text, cursor: text.length };
    }
    this.#show();
    if (waiting?.endsWith("\n")) return this.#finish("accept");
    for (;;) {
      const key = await this.#nextKey();
      if (key === null) return this.#finish("end-of-file");
      const result = await this.#handle(key);
      if (result) return result;
    }
  }

  resize(): void {
    const { columns, rows } = this.#options.tty;
    if (!this.#listing && !this.#ended) this.#write(this.#renderer.resize(columns, rows));
  }

  close(): void {
    this.#ended = true;
    this.#options.input.unread?.(this.#decoder.takeRest());
    keptByTty.set(this.#options.tty, { kills: this.#state.kills, lastQuery: this.#state.lastQuery });
  }

  /** The next key; shows the line before it waits for one. */
  async #nextKey(): Promise<Key | null> {
    for (;;) {
      const key = this.#decoder.next();
      if (key) return key;
      if (this.#state.search && this.#decoder.holdsEscape) {
        this.#decoder.takeRest();
        return { name: "Escape", text: "", raw: "\x1b" };
      }
      if (!this.#listing) this.#show();
      await this.#writing;
      const text = await this.#options.input.read(this.#options.signal);
      if (text === null) return null;
      this.#decoder.push(text);
    }
  }

  async #handle(key: Key): Promise<ReadLineResult | undefined> {
    if (key.name === "paste" && key.text.includes("\n") && !this.#state.quoting) return this.#paste(key.text);
    const { state, effect } = applyKey(this.#state, key);
    this.#state = state;
    switch (effect) {
      case undefined:
        return undefined;
      case "bell":
        this.#write("\x07");
        return undefined;
      case "clear-screen":
        this.#write(this.#renderer.clearScreen());
        return undefined;
      case "accept":
      case "interrupt":
      case "end-of-file":
        return this.#finish(effect);
      default:
        await this.#complete(effect);
        return undefined;
    }
  }

  /** Enters the first line of a paste, and keeps the others for the next prompts. */
  #paste(text: string): ReadLineResult {
    if (this.#state.search) this.#state = endSearch(this.#state, this.#state.search);
    const { text: line, cursor } = this.#state;
    const [first = "", ...others] =
      (line.slice(0, cursor) + text + line.slice(cursor)).match(/[^\n]*\n|[^\n]+$/g) ?? [];
    this.#options.tty.pasted.push(...others);
    const entered = first.replace(/\n$/, "");
    this.#state = { ...this.#state, text: entered, cursor: entered.length };
    return this.#finish("accept");
  }

  async #complete(effect: Extract<Effect, "complete" | "list-candidates" | "insert-candidates">): Promise<void> {
    const { complete } = this.#options;
    const before = this.#state;
    const completion = await complete?.(before.text, before.cursor).catch(() => undefined);
    const candidates = completion ? sortedCandidates(completion) : [];
    this.#state = { ...before, last: { kind: "complete" } };
    if (!completion || candidates.length === 0) this.#write("\x07");
    else if (effect === "insert-candidates") this.#state = insertAll(before, completion.start, candidates);
    else if (effect === "list-candidates" || (candidates.length > 1 && before.last.kind === "complete"))
      await this.#list(candidates);
    else {
      const completed = completeWord(before, completion.start, candidates);
      if (candidates.length > 1) this.#write("\x07");
      if (completed !== before) this.#state = completed;
    }
  }

  async #list(candidates: readonly string[]): Promise<void> {
    const { tty } = this.#options;
    this.#write(this.#renderer.show({ ...this.#view(), cursor: this.#state.text.length }));
    this.#listing = true;
    try {
      await listCandidates(
        {
          columns: tty.columns,
          rows: tty.rows,
          write: (text) => {
            this.#write(text);
            return this.#writing;
          },
          nextKey: () => this.#nextKey(),
        },
        candidates,
      );
    } finally {
      this.#listing = false;
    }
    this.#renderer.resume(tty.columns, tty.rows);
  }

  #finish(effect: "accept" | "interrupt" | "end-of-file"): ReadLineResult {
    this.#ended = true;
    this.#show();
    if (effect === "end-of-file") this.#write("\x1b[?2004l\r\n");
    else this.#write(`${this.#renderer.finish(effect === "interrupt" ? "^C" : "")}\x1b[?2004l\r`);
    if (effect === "accept") return { kind: "line", text: this.#state.text };
    return { kind: effect === "interrupt" ? "interrupt" : "eof" };
  }

  #view(): View {
    const { search } = this.#state;
    if (!search) return { prompt: this.#prompt, text: this.#state.text, cursor: this.#state.cursor };
    return { prompt: promptCells(searchPrompt(search)), ...searchView(this.#state, search) };
  }

  #show(): void {
    this.#write(this.#renderer.show(this.#view()));
  }

  #write(text: string): void {
    if (text === "") return;
    const written = this.#output.write(text, this.#options.signal);
    this.#writing = Promise.all([this.#writing, written]).then(() => undefined);
    this.#writing.catch(() => {});
  }
}
