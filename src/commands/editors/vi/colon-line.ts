import type { EditedFile } from "./edited-file.ts";
import { toLine } from "./motions.ts";
import { parseSubstitution, substitute } from "./substitution.ts";

/** What a `:` line leaves: words for the last row, and whether vi ends. */
interface ColonResult {
  readonly message?: string;
  readonly quits?: boolean;
}

const UNWRITTEN = "E37: No write since last change (add ! to override)";

/**
 * Does what a `:` line says: a line's number, a substitution, or w, wq, x, q, qa and e.
 * `set`, `syntax` and `noh` are taken and change nothing here.
 * @param line without the colon and the blanks around
 */
export function runColonLine(file: EditedFile, line: string): ColonResult {
  const { buffer } = file;
  const substitution = parseSubstitution(line);
  if (substitution)
    return substitute(buffer, substitution) > 0 ? {} : { message: `E486: Pattern not found: ${substitution.from}` };
  if (/^(\d+|\$)$/.test(line)) {
    toLine(buffer, line === "$" ? buffer.lines.length : Math.max(1, Number(line)));
    return {};
  }
  const [, name = "", force = "", argument = ""] = /^([a-z]+)(!?)\s*(.*)$/.exec(line) ?? [];
  switch (name) {
    case "":
    case "set":
    case "syntax":
    case "noh":
      return {};
    case "w":
    case "write":
      return { message: file.write(argument || file.name).message };
    case "x":
    case "wq": {
      if (name === "x" && !buffer.changed && file.name !== "") return { quits: true };
      const { isWritten, message } = file.write(argument || file.name);
      return { message, quits: isWritten };
    }
    case "q":
    case "quit":
    case "qa":
      return !buffer.changed || force ? { quits: true } : { message: UNWRITTEN };
    case "e":
      if (buffer.changed && !force) return { message: UNWRITTEN };
      file.name = argument || file.name;
      return { message: file.load() };
    default:
      return { message: `E492: Not an editor command: ${line}` };
  }
}
