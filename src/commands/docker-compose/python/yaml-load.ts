import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
} from "yaml";
import { isMap as isDict, type PyMap, type PyValue, pyStr } from "./py-value.ts";
import { YamlError, yamlError } from "./yaml-error.ts";
import { plainScalar } from "./yaml-scalar.ts";

/**
 * `yaml.safe_load` of PyYAML 6: one document in YAML 1.1, where `yes` is true, `0644` octal and `22:22` a number.
 * @param name the file's, for messages
 * @throws YamlError in PyYAML's words
 */
export function loadYaml(text: string, name: string): PyValue {
  const fault = yamlError(text, name);
  if (fault) throw fault;
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    uniqueKeys: false,
    merge: false,
    logLevel: "silent",
  });
  const [document] = Array.isArray(documents) ? documents : [];
  if (!document) return null;
  const broken = document.errors[0];
  if (broken) throw new YamlError("yaml.scanner.ScannerError", broken.message.split("\n")[0] ?? "");
  return new Reader(document, text, (offset) => `\n${place(name, lines, offset)}`).value(document.contents);
}

function place(name: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `  in "${name}", line ${line}, column ${col}`;
}

class Reader {
  readonly #document: Document.Parsed;
  readonly #text: string;
  readonly #place: (offset: number) => string;

  constructor(document: Document.Parsed, text: string, place: (offset: number) => string) {
    this.#document = document;
    this.#text = text;
    this.#place = place;
  }

  value(node: Node | null): PyValue {
    if (node === null) return null;
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (!target)
        throw new YamlError(
          "yaml.composer.ComposerError",
          `found undefined alias '${node.source}'${this.#place(node.range?.[0] ?? 0)}`,
        );
      return this.value(target);
    }
    if (node.tag?.startsWith("!") && !node.tag.startsWith("!!"))
      throw new YamlError(
        "yaml.constructor.ConstructorError",
        `could not determine a constructor for the tag '${node.tag}'${this.#place(this.#text.lastIndexOf(node.tag, node.range?.[0]))}`,
      );
    if (isScalar(node)) return scalar(node);
    if (isSeq(node)) return (node.items as readonly Node[]).map((item) => this.value(item));
    return isMap(node) ? this.#mapping(node.items as readonly Pair<Node, Node | null>[]) : null;
  }

  /** What stands in a mapping itself wins over what its merge keys bring. */
  #mapping(pairs: readonly Pair<Node, Node | null>[]): PyMap {
    const merged: Record<string, PyValue> = {};
    const own: Record<string, PyValue> = {};
    for (const { key, value } of pairs) {
      if (isScalar(key) && key.type === "PLAIN" && key.source === "<<")
        for (const map of this.#merged(value)) Object.assign(merged, { ...map, ...merged });
      else own[pyStr(this.value(key))] = this.value(value);
    }
    return { ...merged, ...own };
  }

  #merged(node: Node | null): PyMap[] {
    const target = isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
    if (isSeq(target)) return (target.items as readonly Node[]).flatMap((item) => this.#merged(item));
    const value = this.value(target);
    if (isDict(value)) return [value];
    throw new YamlError(
      "yaml.constructor.ConstructorError",
      `while constructing a mapping\nexpected a mapping or list of mappings for merging, but found scalar${this.#place(node?.range?.[0] ?? 0)}`,
    );
  }
}

function scalar(node: Scalar): PyValue {
  const text = node.source ?? (typeof node.value === "string" ? node.value : "");
  if (node.tag === "!!str" || node.tag === "tag:yaml.org,2002:str") return text;
  if (node.type !== "PLAIN") return typeof node.value === "string" ? node.value : text;
  return plainScalar(text);
}
