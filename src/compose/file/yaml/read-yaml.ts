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
} from "yaml";
import { ComposeError } from "../../compose-error.ts";
import { scalarValue } from "./yaml-scalar.ts";
import { yamlSyntaxError } from "./yaml-syntax-error.ts";
import { isMap as isMapping, type YamlMap, type YamlValue } from "./yaml-value.ts";

/** A document, and where it wants what earlier files said taken away. */
export interface YamlDocument {
  readonly value: YamlValue;
  /** Where it begins, from 1. */
  readonly line: number;
  /** Paths of `!reset` and `!override`. */
  readonly resets: readonly (readonly string[])[];
}

/** A key that is no text, as `404:`. The message is Compose's; `docker stack` begins it with a capital. */
export class NonStringKey extends ComposeError {}

interface Repeated {
  readonly text: string;
  /** Of the mapping. */
  readonly path: readonly string[];
}

/** A text that is no YAML. */
export class YamlSyntaxError extends ComposeError {}

/** Keys that are there twice. The message is that of go-yaml's decoder. */
export class RepeatedKeys extends ComposeError {
  /** The first of them, as Compose tells it. */
  readonly first: string;
  /** Whether one is a key of the whole. */
  readonly atTop: boolean;

  constructor(repeated: readonly Repeated[]) {
    super(`yaml: unmarshal errors:\n  ${repeated.map(({ text }) => text).join("\n  ")}`);
    this.first = repeated[0]?.text ?? "";
    this.atTop = repeated.some(({ path }) => path.length === 0);
  }
}

/**
 * Reads the documents of a file as go-yaml does: its own scalars (`0644` is octal, `yes` is text), anchors, merge keys,
 * Compose's `!reset` and `!override`.
 * @throws ComposeError with go-yaml's words
 */
export function readYaml(text: string): YamlDocument[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    uniqueKeys: false,
    merge: false,
    logLevel: "silent",
  });
  if (!Array.isArray(documents)) return [];
  const broken = documents.find((document) => document.errors.length > 0);
  if (broken) throw new YamlSyntaxError(yamlSyntaxError(text) ?? `yaml: ${broken.errors[0]?.message ?? ""}`);
  return documents.map((document) => new Reader(document, lines).read());
}

class Reader {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #resets: string[][] = [];
  readonly #repeated: Repeated[] = [];

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  read(): YamlDocument {
    const value = this.#value(this.#document.contents, []) ?? null;
    if (this.#repeated.length > 0) throw new RepeatedKeys(this.#repeated);
    const { line } = this.#lines.linePos(this.#document.contents?.range[0] ?? 0);
    return { value, line, resets: this.#resets };
  }

  /** @returns undefined for what `!reset` removes */
  #value(node: Node | null, path: readonly string[]): YamlValue | undefined {
    if (node === null) return null;
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (!target) throw new YamlSyntaxError(`yaml: unknown anchor '${node.source}' referenced`);
      return this.#value(target, path);
    }
    if (node.tag === "!reset" || node.tag === "!override") this.#resets.push([...path]);
    if (node.tag === "!reset") return undefined;
    if (isScalar(node)) return scalarValue(node);
    if (isSeq(node)) {
      const items = node.items as readonly Node[];
      return items.map((item, at) => this.#value(item, [...path, `[${at}]`]) ?? null);
    }
    if (isMap(node)) return this.#mapping(node.items as readonly Pair<Node, Node | null>[], path);
    return null;
  }

  #mapping(pairs: readonly Pair<Node, Node | null>[], path: readonly string[]): YamlValue {
    const own: Record<string, YamlValue> = {};
    const merged: Record<string, YamlValue> = {};
    const lineOf = new Map<string, number>();
    for (const { key, value } of pairs) {
      const name = this.#key(key, path);
      if (name === "<<" && isScalar(key) && key.type === "PLAIN") {
        Object.assign(merged, this.#merge(value, path), { ...merged });
        continue;
      }
      const line = this.#lines.linePos(key.range?.[0] ?? 0).line;
      const first = lineOf.get(name);
      if (first !== undefined)
        this.#repeated.push({
          path,
          text: `line ${line}: mapping key ${JSON.stringify(name)} already defined at line ${first}`,
        });
      lineOf.set(name, first ?? line);
      const read = this.#value(value, [...path, name]);
      if (read !== undefined) own[name] = read;
    }
    // What is written beside a merge key wins over what the key brings.
    return Object.keys(merged).length === 0 ? own : { ...merged, ...own };
  }

  #key(node: Node, path: readonly string[]): string {
    const value = this.#value(node, path);
    if (typeof value === "string") return value;
    const where = path.length === 0 ? "at top level" : `in ${path.join(".").replaceAll(".[", "[")}`;
    throw new NonStringKey(`non-string key ${where}: ${value === null ? "<nil>" : String(value)}`);
  }

  /** What `<<: *base` or `<<: [*a, *b]` brings: the first of several wins. */
  #merge(node: Node | null, path: readonly string[]): YamlMap {
    const target = isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
    if (isSeq(target)) {
      const items = target.items as readonly Node[];
      return Object.assign({}, ...items.map((item) => this.#merge(item, path)).reverse());
    }
    if (!isMap(target)) throw new ComposeError("yaml: map merge requires map or sequence of maps as the value");
    const value = this.#value(target, path);
    return value !== undefined && isMapping(value) ? value : {};
  }
}
