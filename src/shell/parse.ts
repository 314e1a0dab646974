import { readScript } from "./grammar/grammar.ts";
import { Parts } from "./grammar/parts.ts";
import { Scanner } from "./grammar/scanner.ts";
import { readText } from "./grammar/text-grammar.ts";
import { Refusal } from "./grammar/token.ts";
import type { Flavour } from "./shell.ts";
import type { Script, Word, WordPart } from "./syntax-tree.ts";

/** Source as a tree, as the shell of a flavour reads it, with what is wrong with it, if anything. */
export function parse(source: string, flavour: Flavour = "bash"): Script {
  // The end of a source is the end of its last line; a backslash there is only itself.
  const isEnded = source.endsWith("\n") || /(?<!\\)(?:\\\\)*\\$/.test(source);
  return readScript(new Scanner(isEnded || flavour !== "bash" ? source : `${source}\n`, flavour));
}

/** Whether more lines could make the source whole: an interactive shell then asks for them with PS2. */
export function isIncomplete({ fault, openDocuments }: Script, text: string): boolean {
  if (/(?<!\\)(?:\\\\)*\\\n?$/.test(text)) return true;
  return fault ? fault.kind === "open" : openDocuments.length > 0;
}

/** One word that is the whole text, with its quotes and expansions; only its text when a quote in it has no end. */
export function parseWord(text: string): Word {
  const scanner = new Scanner(text);
  const parts = new Parts(scanner);
  try {
    while (scanner.position < text.length) parts.read();
    return parts.word(0);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { type: "Word", text, parts: undefined, pos: 0, end: text.length };
  }
}

const texts = new Map<string, readonly WordPart[]>();

/**
 * The parts of a text in which only `$`, backquotes and backslashes mean something, as in a here-document; undefined when it
 * has none. Arithmetic, array subscripts and prompts are such texts.
 */
export function parseText(text: string, flavour: Flavour = "bash"): readonly WordPart[] | undefined {
  if (!/[$`\\]/.test(text)) return undefined;
  const key = flavour + text;
  let parts = texts.get(key);
  if (!parts) {
    parts = readText(text, 0, text.length, flavour);
    if (texts.size > 500) texts.clear();
    texts.set(key, parts);
  }
  return parts;
}
