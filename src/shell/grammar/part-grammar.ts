import { withoutEscapes } from "../escapes.ts";
import type { CommandExpansion, DoubleQuoted, WordPart } from "../syntax-tree.ts";
import { afterBracket, afterClosing, afterEscaped, readArithmetic } from "./closing.ts";
import { readScript, readSubstitution } from "./grammar.ts";
import { readParameter } from "./parameter-grammar.ts";
import { Parts, type Quoting } from "./parts.ts";
import { Scanner } from "./scanner.ts";
import { unclosed } from "./token.ts";

const SIMPLE = /[A-Za-z_]\w*|[\d@*#?$!-]/y;

/** Reads one character, or the part that begins with it. */
export function readPart(scanner: Scanner, quoting: Quoting): WordPart | undefined {
  const { text, position: start } = scanner;
  const char = text[start];
  if (char === "\\") {
    scanner.position = Math.min(start + 2, text.length);
    return undefined;
  }
  if (char === "$") return readDollar(scanner, quoting);
  if (char === "`") return readBackquotes(scanner, quoting);
  if (char === '"' && (quoting === "none" || quoting === "operand")) return readDouble(scanner, start);
  if (char === "'" && quoting === "none") {
    scanner.position = afterClosing(scanner, "'", start);
    return {
      type: "SingleQuoted",
      text: text.slice(start, scanner.position),
      value: text.slice(start + 1, scanner.position - 1),
    };
  }
  if ((char === "<" || char === ">") && text[start + 1] === "(" && quoting === "none" && scanner.flavour !== "dash") {
    scanner.position += 2;
    const script = readSubstitution(scanner);
    return { type: "ProcessSubstitution", text: text.slice(start, scanner.position), operator: char, script };
  }
  scanner.position++;
  return undefined;
}

/** @param start where it begins, perhaps with a `$` */
function readDouble(scanner: Scanner, start: number): DoubleQuoted {
  const { text } = scanner;
  const quote = scanner.position++;
  const parts = new Parts(scanner, "double");
  for (let char = text[scanner.position]; char !== '"'; char = text[scanner.position]) {
    if (char === undefined) throw unclosed('"', quote);
    parts.read();
  }
  const found = parts.finish();
  scanner.position++;
  return { type: "DoubleQuoted", text: text.slice(start, scanner.position), parts: found };
}

function readDollar(scanner: Scanner, quoting: Quoting): WordPart | undefined {
  const { text, position: start } = scanner;
  const next = text[start + 1];
  if (next === "{") return readParameter(scanner, quoting);
  if (next === "(") return readParentheses(scanner);
  if (next === "[" && scanner.flavour === "bash") {
    scanner.position = afterBracket(scanner);
    const whole = text.slice(start, scanner.position);
    return { type: "ArithmeticExpansion", text: whole, expression: whole.slice(2, -1) };
  }
  if ((quoting === "none" || quoting === "operand") && scanner.flavour !== "dash") {
    scanner.position = start + 1;
    if (next === '"' && scanner.flavour === "bash") return readDouble(scanner, start);
    if (next === "'") {
      scanner.position = afterEscaped(scanner, "'", start + 1);
      const whole = text.slice(start, scanner.position);
      const { text: value } = withoutEscapes(whole.slice(2, -1), "$'");
      return { type: "AnsiCQuoted", text: whole, value: value.split("\0", 1).join("") };
    }
  }
  SIMPLE.lastIndex = start + 1;
  if (!SIMPLE.test(text)) {
    scanner.position = start + 1;
    return undefined;
  }
  scanner.position = SIMPLE.lastIndex;
  return { type: "SimpleExpansion", text: text.slice(start, scanner.position) };
}

/** `$((…))`, or `$(…)`, which may begin with a parenthesis too. */
function readParentheses(scanner: Scanner): WordPart {
  const { text, position: start } = scanner;
  const expression = text[start + 2] === "(" ? readArithmetic(scanner, start + 3) : undefined;
  if (expression !== undefined)
    return { type: "ArithmeticExpansion", text: text.slice(start, scanner.position), expression };
  scanner.position = start + 2;
  const script = readSubstitution(scanner);
  return { type: "CommandExpansion", text: text.slice(start, scanner.position), script };
}

/** Commands in backquotes. A fault in them is told when they are run. */
function readBackquotes(scanner: Scanner, quoting: Quoting): CommandExpansion {
  const start = scanner.position;
  scanner.position = afterEscaped(scanner, "`", start);
  const text = scanner.text.slice(start, scanner.position);
  const inside = text.slice(1, -1);
  const source = inside.replace(quoting === "double" ? /\\([\\$`"])/g : /\\([\\$`])/g, "$1");
  const script =
    source === inside
      ? readScript(new Scanner(scanner.text.slice(0, scanner.position - 1), scanner.flavour, start + 1))
      : { ...readScript(new Scanner(source, scanner.flavour)), source };
  return { type: "CommandExpansion", text, script };
}
