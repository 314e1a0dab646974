import { expandQuoted } from "./expand-word.ts";
import type { Shell } from "./shell.ts";
import type { HereDocument, Script } from "./syntax-tree.ts";

/** What a here-document gives its command to read. */
export async function hereDocument(shell: Shell, document: HereDocument): Promise<string> {
  const text = await contentOf(shell, document);
  // One that the source's end cuts short still ends its last line.
  return document.closed || text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

async function contentOf(shell: Shell, { tabs, text, parts }: HereDocument): Promise<string> {
  if (!parts) return tabs ? text.replace(/^\t+/gm, "") : text;
  if (!tabs) return expandQuoted(shell, parts);
  let lineStart = true;
  const indented = parts.map((part) => {
    if (part.type !== "Literal") {
      lineStart = false;
      return part;
    }
    const value = lineStart ? part.value.replace(/^\t+/gm, "") : part.value.replace(/\n\t+/g, "\n");
    lineStart = part.value.endsWith("\n");
    return { ...part, value };
  });
  return expandQuoted(shell, indented);
}

/** Bash takes the end of the source for the end of the document, and says so. */
export async function warnOfOpenDocuments(shell: Shell, { openDocuments }: Script): Promise<void> {
  if (shell.flavour !== "bash") return;
  for (const { pos, delimiter } of openDocuments) {
    const line = shell.source.lineOf(pos);
    shell.position = shell.source.text.length;
    await shell.complain(`warning: here-document at line ${line} delimited by end-of-file (wanted \`${delimiter}')`);
  }
}
