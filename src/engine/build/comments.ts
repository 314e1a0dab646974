/**
 * What the comment right above a line says of a name: `# name what it is for`; "" when it says nothing.
 * @param at the line, from 0
 */
export function commentOf(lines: readonly string[], at: number, name: string): string {
  if (name === "") return "";
  for (let i = at - 1; i >= 0; i--) {
    const text = /^\s*#\s*(.*?)\s*$/.exec(lines[i] ?? "")?.[1];
    if (text === undefined) return "";
    const [word = "", ...rest] = text.split(/\s+/);
    if (word.toLowerCase() === name.toLowerCase()) return rest.join(" ");
  }
  return "";
}
