/** A template as the library reads it, and where its parts stood before. */
export class TemplateSource {
  readonly text: string;
  readonly #insertions: readonly { readonly at: number; readonly length: number }[];

  constructor(text: string, insertions: readonly { readonly at: number; readonly text: string }[]) {
    const sorted = [...insertions].sort((a, b) => a.at - b.at);
    let out = "";
    let from = 0;
    for (const { at, text: inserted } of sorted) {
      out += text.slice(from, at) + inserted;
      from = at;
    }
    this.text = out + text.slice(from);
    this.#insertions = sorted.map(({ at, text: inserted }) => ({ at, length: inserted.length }));
  }

  /** The offset in the template as it was written. */
  original(offset: number): number {
    let before = 0;
    for (const { at, length } of this.#insertions) {
      if (at + before >= offset) break;
      before += length;
    }
    return Math.max(0, offset - before);
  }
}

/**
 * What the library wants otherwise: `.Label "x"` as `call .Label "x"`, and what `range` goes through looked at by a
 * function, for a text is nothing to go through.
 */
export function readableSource(source: string): TemplateSource {
  const insertions: { at: number; text: string }[] = [];
  for (const action of source.matchAll(/\{\{.*?\}\}/gs)) {
    for (const method of action[0].matchAll(/\$?\.Label(?=\s+(?:"(?:[^"\\]|\\.)*"|`[^`]*`|\$\w*|\(|\d))/g))
      insertions.push({ at: action.index + method.index, text: "call " });
    const range = /^(\{\{-?\s*range\s+(?:\$\w+(?:\s*,\s*\$\w+)?\s*:?=\s*)?)(.*?\S)\s*-?\}\}$/s.exec(action[0]);
    const [, head = "", pipe = ""] = range ?? [];
    if (!range) continue;
    insertions.push({ at: action.index + head.length, text: "rangeable (" });
    insertions.push({ at: action.index + head.length + pipe.length, text: ")" });
  }
  // Go's parser takes a pipe that leads nowhere for a blank.
  const piped = source.replace(/(\w|["`)])(\s*)\|(?=\s*-?\}\})/g, "$1$2 ");
  return new TemplateSource(piped, insertions);
}
