/** `--filter key=value …` as the API takes it: the values of each key. */
export function filterValues(given: readonly string[]): Record<string, string[]> {
  const filters: Record<string, string[]> = {};
  for (const text of given) {
    if (text === "") continue;
    const cut = text.indexOf("=");
    const key = text.slice(0, cut).trim().toLowerCase();
    const values = filters[key] ?? [];
    filters[key] = values;
    values.push(text.slice(cut + 1).trim());
  }
  return filters;
}
