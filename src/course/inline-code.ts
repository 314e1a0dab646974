const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text with `code` in backticks, as HTML: for labels and answers that are plain strings. */
export function inlineCode(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => escapes[character] ?? character)
    .replace(/`([^`]+)`/g, "<code>$1</code>");
}
