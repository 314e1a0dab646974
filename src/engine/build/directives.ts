import { BuildError } from "./build-error.ts";

const DIRECTIVES: readonly string[] = ["check", "escape", "syntax"];

/**
 * Parser directives: comments of the form `# name=value` before anything else (parser/directives.go).
 * @throws BuildError for one that comes twice, or an escape character that cannot be one
 */
export function readDirectives(lines: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [index, line] of lines.entries()) {
    const [, name = "", value = ""] = /^\uFEFF?\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    const key = name.toLowerCase();
    if (!DIRECTIVES.includes(key)) break;
    // The parser has not counted this line yet.
    const before = { start: index, end: index };
    if (found[key] !== undefined) throw new BuildError(`only one ${key} parser directive can be used`, before);
    if (key === "escape" && value !== "`" && value !== "\\")
      throw new BuildError(`invalid escape token '${value}' does not match \` or \\`, before);
    found[key] = value;
  }
  return found;
}
