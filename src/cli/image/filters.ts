/** `--filter key=value`, given several times, as the API takes it; keys are lower-cased and trimmed (docker/cli, opts). */
export function filterArguments(values: readonly string[]): Record<string, string[]> {
  const filters: Record<string, string[]> = {};
  for (const value of values) {
    const cut = value.indexOf("=");
    const key = (cut < 0 ? value : value.slice(0, cut)).toLowerCase().trim();
    filters[key] = [...(filters[key] ?? []), cut < 0 ? "" : value.slice(cut + 1).trim()];
  }
  return filters;
}
