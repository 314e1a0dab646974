import { expandQuoted } from "./expand-word.ts";
import { forEachChild, type HereDoc, type ParsedScript, type SyntaxNode } from "./parse.ts";
import type { Shell } from "./shell.ts";

/** What a here-document gives its command to read. */
export async function hereDocument(shell: Shell, document: HereDoc): Promise<string> {
  const text = await contentOf(shell, document);
  // One that the source's end cuts short still ends its last line.
  return document.closing || text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

async function contentOf(shell: Shell, { operator, body, delimiter }: HereDoc): Promise<string> {
  const strip = (text: string) => (operator === "<<-" ? text.replace(/^\t+/gm, "") : text);
  if (delimiter?.quoted) return strip(body.text);
  if (!body.parts) return strip(body.text).replace(/\\([\\$`])|\\\n/g, "$1");
  if (operator === "<<") return expandQuoted(shell, body.parts);
  let lineStart = true;
  const parts = body.parts.map((part) => {
    if (part.type !== "Literal") {
      lineStart = false;
      return part;
    }
    const value = lineStart ? part.value.replace(/^\t+/gm, "") : part.value.replace(/\n\t+/g, "\n");
    lineStart = part.value.endsWith("\n");
    return { ...part, value };
  });
  return expandQuoted(shell, parts);
}

/** The here-documents of a script whose closing line never came. */
export function openDocuments(script: ParsedScript): HereDoc[] {
  const found: HereDoc[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === "HereDoc") {
      if (!node.closing) found.push(node);
    } else if (!/^(Word|Assignment)$/.test(node.type)) forEachChild(node, visit);
  };
  visit(script);
  return found;
}

/** Bash takes the end of the source for the end of the document, and says so. */
export async function warnOfOpenDocuments(shell: Shell, script: ParsedScript): Promise<void> {
  if (!/<</.test(shell.source.text)) return;
  for (const document of openDocuments(script)) {
    if (shell.flavour !== "bash") continue;
    const line = shell.source.lineOf(document.pos);
    shell.position = shell.source.text.length;
    const name = document.delimiter?.value ?? "";
    await shell.complain(`warning: here-document at line ${line} delimited by end-of-file (wanted \`${name}')`);
  }
}
