/** `--filter key=value` as the API takes it: the values of each key. Keys are read in lower case, blanks around are dropped. */
export function filterValues(given: readonly string[]): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const text of given) {
    if (text === "") continue;
    const cut = text.indexOf("=");
    const key = text.slice(0, cut).trim().toLowerCase();
    values[key] = [...(values[key] ?? []), text.slice(cut + 1).trim()];
  }
  return values;
}
