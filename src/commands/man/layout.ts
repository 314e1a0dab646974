import type { Language } from "../../cli/not-simulated.ts";
import { wrap } from "../../cli/wrap.ts";
import type { ManPage } from "./page.ts";

const HEADINGS = {
  en: {
    name: "NAME",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    options: "OPTIONS",
    examples: "EXAMPLES",
    seeAlso: "SEE ALSO",
    sections: { 1: "User Commands", 8: "System Administration" },
  },
  es: {
    name: "NOMBRE",
    synopsis: "SINOPSIS",
    description: "DESCRIPCIÓN",
    options: "OPCIONES",
    examples: "EJEMPLOS",
    seeAlso: "VÉASE TAMBIÉN",
    sections: { 1: "Órdenes de usuario", 8: "Administración del sistema" },
  },
} as const;

const MARGIN = 7;
/** Where the text of an option begins. */
const TEXT = 14;

const bold = (text: string) => `\x1b[1m${text}\x1b[22m`;
const indented = (text: string, by: number) =>
  text
    .split("\n")
    .map((line) => (line === "" ? "" : " ".repeat(by) + line))
    .join("\n");

/**
 * A page as man shows it: headings in bold at the margin, text seven columns in, a line with the name at both ends.
 * @param columns the terminal's width
 */
export function manText(name: string, page: ManPage, language: Language, columns: number): string {
  const words = HEADINGS[language];
  const title = `${name.toUpperCase()}(${page.section})`;
  const block = (heading: string, body: string) => `${bold(heading)}\n${body}\n`;
  const folded = (text: string, by: number) => indented(wrap(by, columns, text).replace(/\n +/g, "\n"), by);
  const names = new RegExp(
    `^${name.replace(/-/g, "[- ]").replace(/[.*+?^$()[\]{}|\\]/g, (c) => (c === "[" || c === "]" ? c : `\\${c}`))}(?= |$)`,
  );
  const parts = [
    block(words.name, folded(`${name} - ${page.summary}`, MARGIN)),
    block(words.synopsis, page.synopsis.map((line) => indented(line.replace(names, bold), MARGIN)).join("\n")),
  ];
  if (page.description !== undefined) parts.push(block(words.description, folded(page.description, MARGIN)));
  if (page.verbatim !== undefined) parts.push(block(words.options, indented(page.verbatim, MARGIN)));
  if (page.options && page.options.length > 0) {
    const items = page.options.map(([option = "", text = ""]) => {
      const tag = " ".repeat(MARGIN) + bold(option);
      const body = folded(text, TEXT);
      // A short tag has its text on its own line, as troff's .TP does.
      return option.length + 1 < TEXT - MARGIN
        ? tag + " ".repeat(TEXT - MARGIN - option.length) + body.trimStart()
        : `${tag}\n${body}`;
    });
    parts.push(block(words.options, items.join("\n\n")));
  }
  if (page.examples && page.examples.length > 0)
    parts.push(
      block(
        words.examples,
        page.examples
          .map(([line = "", text = ""]) => `${folded(text, MARGIN)}\n\n${indented(line, TEXT)}`)
          .join("\n\n"),
      ),
    );
  if (page.seeAlso && page.seeAlso.length > 0)
    parts.push(block(words.seeAlso, folded(page.seeAlso.join(", "), MARGIN)));
  const section = page.section === 8 ? words.sections[8] : words.sections[1];
  return `${ends(title, section, columns)}\n\n${parts.join("\n")}\n${ends("Dársena", "", columns, title)}\n`;
}

/** A line with a text at its left, in its middle and at its right. */
function ends(left: string, middle: string, columns: number, right = left): string {
  const start = Math.max(1, Math.floor((columns - middle.length) / 2) - left.length);
  const head = left + " ".repeat(start) + middle;
  return head + " ".repeat(Math.max(1, columns - head.length - right.length)) + right;
}
