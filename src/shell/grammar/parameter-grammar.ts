import type { Flavour } from "../shell.ts";
import type { ParameterExpansion, ParameterOperation, Word } from "../syntax-tree.ts";
import { Parts, type Quoting } from "./parts.ts";
import type { Scanner } from "./scanner.ts";
import { Refusal, unclosed } from "./token.ts";

const PREFIX = /#(?=(?:\w+|[@*#?$!-])[[}])|!(?=\w|[@*#?$!-]\})/y;
const PARAMETER = /[A-Za-z_]\w*|\d+|[@*#?!-]|\$(?![{(])/y;
const OPERATOR = /:?[-=+?]|##?|%%?|\/[/#%]?|\^\^?|,,?|[:@*]/y;

/** `${…}` with whatever is in it. @throws Refusal */
export function readParameter(scanner: Scanner, quoting: Quoting): ParameterExpansion {
  const start = scanner.position;
  scanner.position += 2;
  const prefix = take(scanner, PREFIX);
  const parameter = take(scanner, PARAMETER) ?? "";
  const index = parameter === "" ? undefined : readSubscript(scanner);
  const operation = readOperation(scanner, start, prefix, quoting);
  scanner.position++;
  const part: ParameterExpansion = {
    type: "ParameterExpansion",
    text: scanner.text.slice(start, scanner.position),
    prefix: prefix === "!" || prefix === "#" ? prefix : undefined,
    parameter,
    index,
    operation,
  };
  if (isKnown(scanner.flavour, part)) return part;
  if (scanner.flavour === "ash") throw new Refusal({ kind: "posix", message: "bad substitution", at: start });
  return { ...part, operation: { type: "Unknown" } };
}

/** What of bash's expansions other shells have. */
function isKnown(flavour: Flavour, { prefix, parameter, index, operation }: ParameterExpansion): boolean {
  if (flavour === "bash") return true;
  if (prefix === "!" || index !== undefined) return false;
  if (operation === undefined) return parameter !== "";
  const more = flavour === "ash" && (operation.type === "Slice" || operation.type === "Replace");
  return more || operation.type === "Default" || operation.type === "Remove";
}

function take(scanner: Scanner, pattern: RegExp): string | undefined {
  pattern.lastIndex = scanner.position;
  const found = pattern.exec(scanner.text)?.[0];
  scanner.position += found?.length ?? 0;
  return found;
}

/** The text between the brackets that follow, if they do; the brace must not come before the second one. */
function readSubscript(scanner: Scanner): string | undefined {
  const { text, position: start } = scanner;
  if (text[start] !== "[") return undefined;
  const parts = new Parts(scanner);
  let depth = 0;
  for (let char: string | undefined = "["; char !== undefined && char !== "}"; char = text[scanner.position]) {
    if (char === "[") depth++;
    parts.read();
    if (char === "]" && --depth === 0) return text.slice(start + 1, scanner.position - 1);
  }
  scanner.position = start;
  return undefined;
}

/** What stands between the parameter and the brace, before which the scanner stops. */
function readOperation(
  scanner: Scanner,
  start: number,
  prefix: string | undefined,
  quoting: Quoting,
): ParameterOperation | undefined {
  const { text } = scanner;
  if (text[scanner.position] === "}") return undefined;
  const operator = take(scanner, OPERATOR) ?? "";
  const operand = (end?: string, inside: Quoting = "none") => readOperand(scanner, start, inside, end);
  switch (operator.replace(":", "")[0]) {
    case "-":
    case "=":
    case "+":
    case "?":
      return { type: "Default", operator, operand: operand(undefined, quoting === "none" ? "none" : "operand") };
    case "#":
    case "%":
      return { type: "Remove", operator, operand: operand() };
    case "^":
    case ",":
      return { type: "CaseModification", operator, operand: operand() };
    case "/": {
      const pattern = operand("/");
      if (text[scanner.position] === "/") scanner.position++;
      return { type: "Replace", operator, pattern, replacement: operand() };
    }
    case "@":
    case "*": {
      const letters = operand().text;
      if (letters === "" && prefix === "!") return { type: "Names", operator };
      return operator === "@" ? { type: "Transform", operator: letters } : { type: "Unknown" };
    }
  }
  if (operator !== ":") {
    operand();
    return { type: "Unknown" };
  }
  const offset = operand(":").text;
  if (text[scanner.position] !== ":")
    return offset === "" ? { type: "Unknown" } : { type: "Slice", offset, length: undefined };
  scanner.position++;
  return { type: "Slice", offset, length: operand().text };
}

/** A word that may hold blanks, to the brace or to `end`; a `:` that belongs to a `?` does not end an offset. */
function readOperand(scanner: Scanner, start: number, quoting: Quoting, end: string | undefined): Word {
  const { position } = scanner;
  const parts = new Parts(scanner, quoting);
  let open = 0;
  for (let char = scanner.text[position]; char !== "}"; char = scanner.text[scanner.position]) {
    if (char === undefined) throw unclosed("}", start);
    if (char === end && open === 0) break;
    if (end === ":") open += char === "(" || char === "?" ? 1 : char === ")" || char === ":" ? -1 : 0;
    parts.read();
  }
  return parts.word(position);
}
