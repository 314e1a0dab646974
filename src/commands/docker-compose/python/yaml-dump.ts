import { floatRepr, inTextOrder, isList, isMap, PyFloat, type PyMap, type PyValue } from "./py-value.ts";
import { doubleQuoted, plain, type ScalarWriter, singleQuoted, styleOf } from "./yaml-emit.ts";
import { resolvesToOther } from "./yaml-scalar.ts";

/** How a text is written: what it becomes first, and whether it is put in double quotes whatever it is. */
export type Present = (text: string) => { readonly text: string; readonly quoted: boolean };

const INDENT = 2;

/**
 * `yaml.safe_dump` of PyYAML 6 with block style and keys in order, folded at 80 columns.
 * @param present what compose does with texts
 */
export function dumpYaml(tree: PyMap, present: Present): string {
  return new Dumper(present).document(tree);
}

class Dumper implements ScalarWriter {
  readonly #present: Present;
  #out = "";
  #indent = 0;

  constructor(present: Present) {
    this.#present = present;
  }

  document(tree: PyMap): string {
    if (Object.keys(tree).length === 0) return "{}\n";
    this.#mapping(tree, 0);
    return `${this.#out}\n`;
  }

  get column(): number {
    return this.#out.length - this.#out.lastIndexOf("\n") - 1;
  }

  write(text: string): void {
    this.#out += text;
  }

  /** A new line of the same scalar. */
  fold(): void {
    this.#out += `\n${" ".repeat(this.#indent)}`;
  }

  breakLine(): void {
    this.#out += "\n";
  }

  #line(indent: number): void {
    if (this.#out !== "" && !/(?:^|\n) *(?:- +)*$/.test(this.#out)) this.#out += "\n";
    this.#out += " ".repeat(Math.max(0, indent - this.column));
  }

  #mapping(map: PyMap, indent: number): void {
    for (const key of Object.keys(map).sort(inTextOrder)) {
      this.#line(indent);
      this.#scalar(key, indent, true);
      this.#out += ":";
      const value = map[key] ?? null;
      if (isMap(value) && Object.keys(value).length > 0) this.#mapping(value, indent + INDENT);
      else if (isList(value) && value.length > 0) this.#sequence(value, indent);
      else this.#leaf(value, indent);
    }
  }

  /** @param indent of the dashes: a list below a key does not stand further in */
  #sequence(list: readonly PyValue[], indent: number): void {
    for (const item of list) {
      this.#line(indent);
      this.#out += "-";
      if (isMap(item) && Object.keys(item).length > 0) {
        this.#out += " ";
        this.#mapping(item, indent + INDENT);
      } else if (isList(item) && item.length > 0) {
        this.#out += " ";
        this.#sequence(item, indent + INDENT);
      } else this.#leaf(item, indent);
    }
  }

  #leaf(value: PyValue, indent: number): void {
    this.#out += " ";
    if (typeof value === "string") this.#scalar(value, indent, false);
    else if (value instanceof PyFloat) this.#out += floatText(value.value);
    else if (isMap(value)) this.#out += "{}";
    else this.#out += isList(value) ? "[]" : String(value);
  }

  #scalar(given: string, indent: number, key: boolean): void {
    const { text, quoted } = this.#present(given);
    this.#indent = indent + INDENT;
    const style = quoted ? "double" : styleOf(text, key, !resolvesToOther(text));
    if (style === "plain") plain(this, text, !key);
    else if (style === "single") singleQuoted(this, text, !key);
    else doubleQuoted(this, text, !key);
  }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  const text = floatRepr(value);
  return text.includes(".") ? text : text.replace("e", ".0e");
}
