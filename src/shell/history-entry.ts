import { parse } from "./parse.ts";

/** After these a newline ends nothing, and a `;` would be wrong. */
const OPEN_END =
  /(?:[;&|(){]|(?:^|[\n;&|({]|(?:^|\s)(?:do|then|else|if|while|until|!))\s*(?:do|then|else|if|while|until|case)|(?:^|[\s;&|(])(?:(?:for|select|case)\s+\S+\s+in|function\s+\S+))\s*$/;

/**
 * One entry of the history made of the lines of one command, as bash's cmdhist does: with `; ` in between, or a blank,
 * where that means the same; inside quotes and here-documents, and after a comment, they stay lines.
 */
export class HistoryEntry {
  text = "";
  /** The lines as they were typed. */
  #source = "";
  #afterComment = false;

  /** Adds the next line of the command. */
  add(line: string): void {
    const before = this.#source;
    this.#source = before === "" ? line : `${before}\n${line}`;
    if (before === "") {
      this.text = line;
      this.#afterComment = endsInComment(line);
      return;
    }
    const joint = this.#afterComment ? "\n" : jointAfter(before, line);
    if (joint !== "\n" && /^\s*#/.test(line)) {
      this.#afterComment = true;
      return;
    }
    this.text = joint === "continued" ? this.text.slice(0, -1) + line : this.text + joint + line;
    // Bash leaves a here-document its last newline.
    if (joint === "\n" && inDocument(before) && !inDocument(this.#source)) this.text += "\n";
    this.#afterComment = (joint !== "\n" || this.#afterComment) && endsInComment(line);
  }
}

/** What stands between a command so far and its next line. */
function jointAfter(before: string, line: string): string {
  if (inDocument(before)) return "\n";
  const { fault } = parse(before);
  if (fault?.kind === "open" && fault.closing !== undefined)
    return fault.closing !== ")" || fault.commands ? "\n" : " ";
  if (/(?<!\\)(?:\\\\)*\\$/.test(before)) return "continued";
  if (/(?:^|[\s;&|(])(?:for|select|case)\s+\S+\s*$/.test(before)) return /^\s*in\b/.test(line) ? " " : ";";
  if (line.trim() === "") return "";
  return OPEN_END.test(before) ? " " : "; ";
}

const inDocument = (source: string) => source.includes("<<") && parse(source).openDocuments.length > 0;
const endsInComment = (line: string) => /(?:^|\s)#[^"'`]*$/.test(line);
