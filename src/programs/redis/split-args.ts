const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", a: "\x07" };

/**
 * Splits a line into words as Redis does, in its configuration and at its prompt (redis, sds.c, sdssplitargs).
 * @returns undefined where a quote is not closed, or something follows it at once
 */
export function splitArgs(line: string): string[] | undefined {
  const words: string[] = [];
  const word = /(?:"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)')(?=\s|$)|([^\s"'])/y;
  for (let at = 0; at < line.length; ) {
    if (/\s/.test(line[at] ?? "")) {
      at++;
      continue;
    }
    let text = "";
    while (at < line.length && !/\s/.test(line[at] ?? "")) {
      word.lastIndex = at;
      const found = word.exec(line);
      if (!found) return undefined;
      const [all, double, single, plain = ""] = found;
      text += double !== undefined ? unescaped(double) : single !== undefined ? single.replaceAll("\\'", "'") : plain;
      at += all.length;
    }
    words.push(text);
  }
  return words;
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9a-f]{2})|([\s\S]))/gi, (_, hex: string | undefined, char = "") =>
    hex === undefined ? (ESCAPED[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
