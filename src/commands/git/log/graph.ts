import type { Paint } from "../colors.ts";

interface Column {
  readonly id: string;
  readonly color: number;
}

const COLORS = [31, 32, 33, 34, 35, 36].flatMap((code) => [`\x1b[${code}m`]);

type State = "padding" | "commit" | "post-merge" | "collapsing";

/**
 * Draws the lines of history beside a log: the states and rules of git's graph.c, without what more than two parents
 * would need. A column is a line that leads to a commit not shown yet; `mapping` says, for each place of a row, which
 * column of the next row what stands there is on its way to.
 */
export class Graph {
  readonly #isPainted: boolean;
  #columns: Column[] = [];
  #next: Column[] = [];
  #mapping: number[] = [];
  #oldMapping: number[] = [];
  #state: State = "padding";
  #before: State = "padding";
  #id = "";
  #parents: readonly string[] = [];
  #index = 0;
  #previousIndex = 0;
  #width = 0;
  #layout = 0;
  #edges = 0;
  #previousEdges = 0;
  #color = COLORS.length - 1;

  constructor(paint: Paint) {
    this.#isPainted = paint("new", "x") !== "x";
  }

  /**
   * A commit's text with the lines beside it.
   * @param parents those that are shown too
   * @param isApart whether an empty line comes before it
   */
  draw(id: string, parents: readonly string[], text: string, isApart: boolean): string {
    this.#take(id, parents);
    const gap = isApart ? `${this.#gap()}\n` : "";
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    const out = lines.map((line) => `${this.#line()}${line}`);
    while (!this.#isDone()) out.push(this.#line());
    return gap + out.map((line) => `${line}\n`).join("");
  }

  /** The row of an empty line before the commit. */
  #gap(): string {
    this.#before = "padding";
    return this.#padded(this.#columns.map((column) => `${this.#painted(column, "|")} `).join(""));
  }

  #isDone(): boolean {
    return this.#state === "padding";
  }

  #enter(state: State): void {
    this.#before = this.#state;
    this.#state = state;
  }

  #take(id: string, parents: readonly string[]): void {
    this.#id = id;
    this.#parents = parents;
    this.#previousIndex = this.#index;
    [this.#columns, this.#next] = [this.#next, []];
    this.#mapping = new Array<number>(2 * (this.#columns.length + parents.length)).fill(-1);
    this.#width = 0;
    this.#previousEdges = this.#edges;
    this.#edges = 0;
    let isSeen = false;
    for (let i = 0; i <= this.#columns.length; i++) {
      const column = this.#columns[i];
      if (!column && isSeen) break;
      if (column && column.id !== id) {
        this.#insert(column.id, -1);
        continue;
      }
      isSeen = true;
      this.#index = i;
      this.#layout = -1;
      for (const parent of parents) {
        if (parents.length > 1 || !column) this.#color = (this.#color + 1) % COLORS.length;
        this.#insert(parent, i);
      }
      if (parents.length === 0) this.#width += 2;
    }
    while (this.#mapping.length > 1 && (this.#mapping.at(-1) ?? -1) < 0) this.#mapping.pop();
    this.#state = "commit";
  }

  #insert(id: string, from: number): void {
    let at = this.#next.findIndex((column) => column.id === id);
    if (at < 0) {
      at = this.#next.length;
      this.#next.push({ id, color: this.#columns.find((column) => column.id === id)?.color ?? this.#color });
    }
    let place: number;
    if (this.#parents.length > 1 && from > -1 && this.#layout === -1) {
      const distance = from - at;
      const shift = distance > 1 ? 2 * distance - 3 : 1;
      this.#layout = distance > 0 ? 0 : 1;
      this.#edges = this.#parents.length + this.#layout - 2;
      place = this.#width + (this.#layout - 1) * shift;
      this.#width += 2 * this.#layout;
    } else if (this.#edges > 0 && at === this.#mapping[this.#width - 2]) {
      // Two lines that would meet in the next row meet in this one.
      place = this.#width - 2;
      this.#edges = -1;
    } else {
      place = this.#width;
      this.#width += 2;
    }
    this.#mapping[place] = at;
  }

  #line(): string {
    const row = {
      padding: () => this.#next.map((column) => `${this.#painted(column, "|")} `),
      commit: () => this.#commitRow(),
      "post-merge": () => this.#mergeRow(),
      collapsing: () => this.#collapsingRow(),
    }[this.#state]();
    return this.#padded(row.join(""));
  }

  #padded(text: string): string {
    return text + " ".repeat(Math.max(0, this.#width - text.replace(/\x1b\[[\d;]*m/g, "").length));
  }

  #painted(column: Column | undefined, char: string): string {
    return this.#isPainted && column ? `${COLORS[column.color]}${char}\x1b[m` : char;
  }

  /** The columns, and a place for the commit when it is in none. */
  *#places(): Generator<{ readonly i: number; readonly column: Column | undefined; readonly isCommit: boolean }> {
    let isSeen = false;
    for (let i = 0; i <= this.#columns.length; i++) {
      const column = this.#columns[i];
      if (!column && isSeen) return;
      const isCommit = !column || column.id === this.#id;
      isSeen ||= isCommit;
      yield { i, column, isCommit };
    }
  }

  #isCorrect(): boolean {
    return this.#mapping.every((target, i) => target < 0 || target === Math.floor(i / 2));
  }

  #commitRow(): string[] {
    const row: string[] = [];
    let isSeen = false;
    for (const { i, column, isCommit } of this.#places()) {
      if (isCommit) {
        isSeen = true;
        row.push("* ");
        continue;
      }
      const bends = this.#before === "post-merge" && this.#previousEdges > 0 && this.#previousIndex < i;
      const arrives =
        this.#before === "collapsing" && this.#oldMapping[2 * i + 1] === i && (this.#mapping[2 * i] ?? -1) < i;
      const char =
        isSeen && this.#edges > 1 ? "\\" : isSeen && this.#edges === 1 ? (bends ? "\\" : "|") : arrives ? "/" : "|";
      row.push(`${this.#painted(column, char)} `);
    }
    this.#enter(this.#parents.length > 1 ? "post-merge" : this.#isCorrect() ? "padding" : "collapsing");
    return row;
  }

  #mergeRow(): string[] {
    const row: string[] = [];
    let isSeen = false;
    let parentColumn: Column | undefined;
    for (const { i, column, isCommit } of this.#places()) {
      if (isCommit) {
        isSeen = true;
        let side = this.#layout;
        for (const [j, parent] of this.#parents.entries()) {
          row.push(
            this.#painted(
              this.#next.find(({ id }) => id === parent),
              "/|\\".charAt(side),
            ),
          );
          if (side < 2) side++;
          else if (this.#edges > 0 || j < this.#parents.length - 1) row.push(" ");
        }
        if (this.#edges === 0) row.push(" ");
      } else if (isSeen) row.push(`${this.#painted(column, this.#edges > 0 ? "\\" : "|")} `);
      else {
        row.push(this.#painted(column, "|"));
        if (this.#layout !== 0 || i !== this.#index - 1)
          row.push(parentColumn ? this.#painted(parentColumn, "_") : " ");
      }
      if (column && column.id === this.#parents[0]) parentColumn = column;
    }
    this.#enter(this.#isCorrect() ? "padding" : "collapsing");
    return row;
  }

  #collapsingRow(): string[] {
    const size = this.#mapping.length;
    const old = this.#mapping;
    const now = new Array<number>(size).fill(-1);
    let [edge, edgeTarget] = [-1, -1];
    const draw = (at: number, target: number, end: number) => {
      [edge, edgeTarget] = [at, target];
      for (let j = target * 2 + 3; j < end; j += 2) now[j] = target;
    };
    for (const [i, target] of old.entries()) {
      if (target < 0) continue;
      if (target * 2 === i) now[i] = target;
      else if ((now[i - 1] ?? -1) < 0) {
        now[i - 1] = target;
        if (edge === -1) draw(i, target, i - 2);
      } else if (now[i - 1] !== target) {
        now[i - 2] = target;
        if (edge === -1) draw(i - 1, target, i - 2);
      }
    }
    this.#oldMapping = [...now];
    this.#mapping = now;
    if ((now.at(-1) ?? -1) < 0) now.pop();
    let usesEdge = false;
    const row = [...now].map((target, i) => {
      if (target < 0) return " ";
      const column = this.#next[target];
      if (target * 2 === i) return this.#painted(column, "|");
      if (target === edgeTarget && i !== edge - 1) {
        if (i !== target * 2 + 3) now[i] = -1;
        usesEdge = true;
        return this.#painted(column, "_");
      }
      if (usesEdge && i < edge) now[i] = -1;
      return this.#painted(column, "/");
    });
    if (this.#isCorrect()) this.#enter("padding");
    return row;
  }
}
