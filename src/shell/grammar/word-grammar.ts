import type { Assignment, Word } from "../syntax-tree.ts";
import { Parts } from "./parts.ts";
import { Scanner } from "./scanner.ts";
import { unclosed, unexpected } from "./token.ts";

const NAME = /[A-Za-z_]\w*/y;
const END = /[ \t\n;&|()<>]/;

/** A word, or an assignment where one may stand. @throws Refusal */
export function readWord(scanner: Scanner): Word | Assignment {
  const start = scanner.position;
  const assignment = scanner.assignable ? readAssignment(scanner) : undefined;
  if (assignment) return assignment;
  scanner.position = start;
  return readPlainWord(scanner);
}

/** A word, to the character that ends it. @throws Refusal */
export function readPlainWord(scanner: Scanner): Word {
  const { text, position: start, flavour } = scanner;
  const parts = new Parts(scanner);
  if (scanner.inList && text[start] === "[") {
    const end = subscriptEnd(scanner);
    scanner.position = start;
    while (end !== undefined && scanner.position < end) parts.read();
  }
  for (let char = text[scanner.position]; char !== undefined; char = text[scanner.position]) {
    if (char === "(" && flavour === "bash" && parts.mayOpenPattern()) parts.readParentheses();
    else if (
      END.test(char) &&
      !(flavour !== "dash" && /^[<>]\(/.test(text.slice(scanner.position, scanner.position + 2)))
    )
      break;
    else parts.read();
  }
  return parts.word(start);
}

/** `name=value`, `name[subscript]+=value`, `name=(words)`; undefined when none begins here. */
function readAssignment(scanner: Scanner): Assignment | undefined {
  const { text, position: pos } = scanner;
  const isBash = scanner.flavour === "bash";
  NAME.lastIndex = pos;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  let at = pos + name.length;
  let index: string | undefined;
  if (text[at] === "[" && isBash) {
    scanner.position = at;
    const end = subscriptEnd(scanner);
    if (end === undefined) return undefined;
    index = text.slice(at + 1, end - 1);
    at = end;
  }
  const append = isBash && text.startsWith("+=", at);
  if (!append && text[at] !== "=") return undefined;
  scanner.position = at + (append ? 2 : 1);
  const list = isBash && text[scanner.position] === "(" ? readList(scanner) : undefined;
  // What follows a list makes the text longer (`let a=(1+2)*3`).
  const value = list ?? readPlainWord(scanner);
  if (list) readPlainWord(scanner);
  const end = scanner.position;
  return { type: "Assignment", text: text.slice(pos, end), name, index, append, value, pos, end };
}

/** The words of `(…)` after an assignment's `=`. */
function readList(scanner: Scanner): Word[] {
  const start = scanner.position;
  const inner = new Scanner(scanner.text, scanner.flavour, start + 1, true);
  inner.assignable = false;
  const words: Word[] = [];
  for (;;) {
    inner.skipNewlines();
    const token = inner.next();
    if (token.kind === "end") throw unclosed(")", start);
    if (token.text === ")") break;
    if (token.word?.type !== "Word") throw unexpected(token);
    words.push(token.word);
  }
  scanner.position = inner.position;
  return words;
}

/** Where the subscript ends that begins here, if a `=` follows it on the same line. */
function subscriptEnd(scanner: Scanner): number | undefined {
  const { text } = scanner;
  const parts = new Parts(scanner);
  let depth = 0;
  for (let char = text[scanner.position]; char !== undefined && char !== "\n"; char = text[scanner.position]) {
    if (char === "[") depth++;
    parts.read();
    if (char === "]" && --depth === 0)
      return /^\+?=/.test(text.slice(scanner.position, scanner.position + 2)) ? scanner.position : undefined;
  }
  return undefined;
}
