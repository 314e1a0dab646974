import type {
  Case,
  CompoundCommand,
  Descriptor,
  PipelineNode,
  Place,
  Redirected,
  Redirection,
  Statement,
} from "./syntax-tree.ts";

/** A function's body as bash prints it: four blanks a level, a command a line. */
export function printCompound(body: CompoundCommand | Redirected, source: string): string {
  const printer = new Printer(source);
  const node =
    body.type === "BraceGroup" || (body.type === "Redirected" && body.command.type === "BraceGroup") ? body : undefined;
  if (node) return printer.node(node, 0, true);
  return `{ \n    ${printer.node(body, 1)}\n}`;
}

class Printer {
  readonly #source: string;
  #documents: string[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  #text(node: Place): string {
    return this.#source.slice(node.pos, node.end);
  }

  node(node: PipelineNode, depth: number, outermost = false): string {
    const pad = "    ".repeat(depth);
    switch (node.type) {
      case "Command": {
        const words = [...node.prefix, ...(node.name ? [node.name] : []), ...node.suffix];
        return [...words.map(({ text }) => text), ...node.redirects.map((item) => this.#redirection(item))].join(" ");
      }
      case "Pipeline": {
        const prefixes = node.prefixes.map((prefix) => (prefix.type === "Negation" ? "! " : "time ")).join("");
        return (
          prefixes +
          node.commands
            .map(
              (command, i) =>
                this.node(command, depth) +
                (node.operators[i] ? ` ${node.operators[i] === "|&" ? "2>&1 |" : "|"} ` : ""),
            )
            .join("")
        );
      }
      case "Redirected":
        return `${this.node(node.command, depth, outermost)} ${node.redirects.map((item) => this.#redirection(item)).join(" ")}`;
      case "BraceGroup":
        return `{ \n${this.#list(node.body, depth + 1)}\n${pad}}`;
      case "Subshell":
        return `( ${this.#inline(node.body, depth)} )`;
      case "If": {
        const { branches } = node;
        let out = "";
        branches.forEach(({ clause, then }, i) => {
          const inner = "    ".repeat(depth + i);
          out += i === 0 ? "if " : `${inner.slice(4)}else\n${inner}if `;
          out += `${this.#inline(clause, depth + i)}; then\n${this.#list(then, depth + i + 1)};\n`;
        });
        const deepest = depth + branches.length - 1;
        if (node.else) out += `${"    ".repeat(deepest)}else\n${this.#list(node.else, deepest + 1)};\n`;
        for (let level = deepest; level >= depth; level--)
          out += `${"    ".repeat(level)}fi${level > depth ? ";\n" : ""}`;
        return out;
      }
      case "While":
        return `${node.kind} ${this.#inline(node.clause, depth)}; do\n${this.#list(node.body, depth + 1)};\n${pad}done`;
      case "For":
      case "Select": {
        const words = node.words ? node.words.map(({ text }) => text).join(" ") : '"$@"';
        const keyword = node.type === "For" ? "for" : "select";
        return `${keyword} ${node.name} in ${words};\n${pad}do\n${this.#list(node.body, depth + 1)};\n${pad}done`;
      }
      case "ArithmeticFor":
        return `for ((${node.head}));\n${pad}do\n${this.#list(node.body, depth + 1)};\n${pad}done`;
      case "Case":
        return this.#case(node, depth);
      case "Function":
        return `function ${node.name} () \n${pad}${this.node(node.body, depth)}`;
      default:
        return this.#text(node);
    }
  }

  #case(node: Case, depth: number): string {
    const pad = "    ".repeat(depth + 1);
    const items = node.items.map((item) => {
      const patterns = item.patterns.map(({ text }) => text).join(" | ");
      const body = item.body.length > 0 ? `\n${this.#list(item.body, depth + 2)}` : "";
      return `${pad}${patterns})${body}\n${pad}${item.terminator.replace("esac", ";;")}\n`;
    });
    return `case ${node.word.text} in \n${items.join("")}${"    ".repeat(depth)}esac`;
  }

  #statement(statement: Statement, depth: number): string {
    const { command } = statement;
    if (command.type !== "AndOr") return this.node(command, depth);
    return command.commands
      .map((item, i) => this.node(item, depth) + (command.operators[i] ? ` ${command.operators[i]} ` : ""))
      .join("");
  }

  #list(list: readonly Statement[], depth: number): string {
    const pad = "    ".repeat(depth);
    const lines = list.map((statement, i) => {
      const text = `${pad}${this.#statement(statement, depth)}${statement.background ? " &" : ""}`;
      const end = i < list.length - 1 && !statement.background && this.#documents.length === 0 ? ";" : "";
      return text + end + this.#flush();
    });
    return lines.join("\n");
  }

  #inline(list: readonly Statement[], depth: number): string {
    return list.map((statement) => this.#statement(statement, depth) + (statement.background ? " &" : "")).join("; ");
  }

  #flush(): string {
    const text = this.#documents.map((document) => `\n${document}`).join("");
    this.#documents = [];
    return text;
  }

  #redirection(item: Redirection): string {
    const number = descriptorText(item.descriptor);
    if (item.type === "HereDocument") {
      this.#documents.push(`${item.text}${item.delimiter}`);
      return `${number}<<${item.tabs ? "-" : ""}${item.word}`;
    }
    const { text: target } = item.target;
    if (item.type === "HereString") return `${number}<<< ${target}`;
    if (item.operator.endsWith("&"))
      return `${number || (item.operator === ">&" ? "1" : "0")}${item.operator}${target}`;
    return `${number}${item.operator} ${target}`;
  }
}

const descriptorText = (descriptor: Descriptor) =>
  typeof descriptor === "string" ? `{${descriptor}}` : (descriptor ?? "");
