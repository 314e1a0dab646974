import type { Process } from "../../kernel/process.ts";
import { Random } from "../../kernel/random.ts";
import { Cell, WatchedCell } from "./cells.ts";
import { formatNumber } from "./format.ts";
import { splitFields } from "./patterns.ts";
import { type Encoding, Streams } from "./streams.ts";
import { fromOutside, NumericText, toNumber, type Value } from "./value.ts";

/** Whole numbers up to here are written as such. */
const MOST_WHOLE = 2 ** 53;

/** What a running program has: its record, its variables, its streams. */
export class Runtime {
  readonly process: Process;
  readonly isBusybox: boolean;
  readonly streams: Streams;
  readonly globals = new Map<string, Cell>();
  /** The parameters of the function that runs. */
  frame: readonly Cell[] = [];
  depth = 0;
  returned: Value;
  status = 0;
  random: Random;
  seed: Value;
  #record = "";
  #fields: Value[] | undefined = [];
  /** The record's text is older than its fields. */
  #isStale = false;
  #separator = " ";
  #outputSeparator = " ";
  #format = "%.6g";

  constructor(process: Process, isBusybox: boolean, encoding: Encoding) {
    this.process = process;
    this.isBusybox = isBusybox;
    this.streams = new Streams(process, encoding);
    this.seed = process.machine.random.below(2 ** 31);
    this.random = Random.seeded(toNumber(this.seed));
    const watch = (name: string, get: () => Value, set: (value: Value) => void) =>
      this.globals.set(name, new WatchedCell(get, set));
    watch(
      "NF",
      () => this.fields.length,
      (value) => this.setCount(toNumber(value)),
    );
    watch(
      "FS",
      () => this.#separator,
      (value) => {
        // What is there is cut by the old one.
        this.#fields = [...this.fields];
        this.#separator = this.text(value);
      },
    );
    watch(
      "OFS",
      () => this.#outputSeparator,
      (value) => {
        this.#outputSeparator = this.text(value);
      },
    );
    watch(
      "CONVFMT",
      () => this.#format,
      (value) => {
        this.#format = this.text(value);
      },
    );
    const start: Record<string, Value> = {
      RS: "\n",
      ORS: "\n",
      OFMT: "%.6g",
      SUBSEP: "\x1c",
      NR: 0,
      FNR: 0,
      RSTART: 0,
      RLENGTH: -1,
      FILENAME: "",
    };
    for (const [name, value] of Object.entries(start)) this.globals.set(name, new Cell(value));
    const environment = this.cell("ENVIRON").elements;
    for (const [name, value] of Object.entries(process.env))
      environment.set(name, fromOutside(encoding.toInternal(value)));
  }

  /** A global variable. */
  cell(name: string): Cell {
    let cell = this.globals.get(name);
    if (!cell) {
      cell = new Cell();
      this.globals.set(name, cell);
    }
    return cell;
  }

  /** A value as text. @param format for numbers that are not whole: CONVFMT, or print's OFMT */
  text = (value: Value, format = this.#format): string => {
    if (typeof value === "string") return value;
    if (value === undefined) return "";
    if (value instanceof NumericText) return value.text;
    if (Number.isInteger(value) && Math.abs(value) < MOST_WHOLE) return String(value === 0 ? 0 : value);
    const [, flags = "", digits = "6", conversion = "g"] = /^%([-+ #0]*)\d*(?:\.(\d+))?([efgEFGd])$/.exec(format) ?? [];
    if (conversion === "d") return String(Math.trunc(value));
    return formatNumber(value, conversion, Number(digits), flags.includes("#"));
  };

  /** As `print` shows it. */
  printed = (value: Value): string =>
    typeof value === "number" ? this.text(value, this.text(this.cell("OFMT").value)) : this.text(value);

  get record(): string {
    if (this.#isStale) {
      this.#record = this.fields.map((field) => this.text(field)).join(this.#outputSeparator);
      this.#isStale = false;
    }
    return this.#record;
  }

  set record(text: string) {
    this.#record = text;
    this.#isStale = false;
    this.#fields = undefined;
  }

  /** Cut when they are first looked at, by the separator of that moment. */
  get fields(): Value[] {
    if (!this.#fields) {
      // Lines separate too in a paragraph; for mawk, only where blanks do.
      const isParagraph = this.isBusybox && this.text(this.cell("RS").value) === "" && this.#separator !== " ";
      const text = this.#record;
      const parts = isParagraph
        ? text.split("\n").flatMap((line) => splitFields(line, this.#separator))
        : splitFields(text, this.#separator);
      this.#fields = parts.map(fromOutside);
    }
    return this.#fields;
  }

  field(index: number): Value {
    return index === 0 ? fromOutside(this.record) : this.fields[index - 1];
  }

  setField(index: number, value: Value): void {
    if (index === 0) {
      this.record = this.text(value);
      return;
    }
    const { fields } = this;
    while (fields.length < index) fields.push("");
    fields[index - 1] = value;
    this.#isStale = true;
  }

  setCount(count: number): void {
    const { fields } = this;
    while (fields.length < count) fields.push("");
    fields.length = Math.max(0, Math.trunc(count));
    this.#isStale = true;
  }

  /** The key of an element: several are joined by SUBSEP. */
  key(values: readonly Value[]): string {
    const [first] = values;
    if (values.length === 1) return this.text(first);
    return values.map((value) => this.text(value)).join(this.text(this.cell("SUBSEP").value));
  }

  count(name: "NR" | "FNR"): void {
    const cell = this.cell(name);
    cell.value = toNumber(cell.value) + 1;
  }
}
