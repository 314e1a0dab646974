/**
 * The lines of a file of variables or labels, `key=value` or a key alone, without comments and empty ones (docker/cli,
 * pkg/kvfile).
 * @param fail makes the error of a line that is none, given why
 */
export function keyValueLines(text: string, fail: (why: string) => Error): string[] {
  return text.split(/\r?\n/).flatMap((raw) => {
    const line = raw.trimStart();
    if (line === "" || line.startsWith("#")) return [];
    const key = line.split("=", 1)[0] ?? "";
    if (/[ \t]/.test(key)) throw fail(`variable '${key}' contains whitespaces`);
    if (key === "") throw fail(`no variable name on line '${line}'`);
    return [line];
  });
}
