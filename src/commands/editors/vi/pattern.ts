/**
 * What a vi pattern looks for. What is no regular expression is looked for as it is.
 * @param text as typed between the slashes, with `\<` and `\>` for a word's ends
 * @param flags JavaScript's
 */
export function viPattern(text: string, flags = "g"): RegExp {
  const source = text.replace(/\\\//g, "/").replace(/\\</g, "\\b").replace(/\\>/g, "\\b");
  try {
    return new RegExp(source, flags);
  } catch {
    return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), flags);
  }
}
