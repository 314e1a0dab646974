/** The words of a command line in quotes or without, as Python's shlex.split reads them. */
export function commandWords(line: string): string[] {
  const words: string[] = [];
  const pattern = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g;
  for (const [raw] of line.matchAll(pattern))
    words.push(
      raw.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, double?: string, single?: string, escaped?: string) =>
        double !== undefined ? double.replace(/\\(["\\])/g, "$1") : (single ?? escaped ?? ""),
      ),
    );
  return words;
}
