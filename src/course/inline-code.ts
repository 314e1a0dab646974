const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Text with `code` in backticks, as HTML: for labels and answers that are plain strings. An apostrophe in a word is curled
 * here because Markdown curls those of the text around.
 */
export function inlineCode(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => escapes[character] ?? character)
    .replace(/`([^`]+)`|(?<=\p{L})'(?=\p{L})/gu, (_, code?: string) =>
      code === undefined ? "’" : `<code>${code}</code>`,
    );
}
