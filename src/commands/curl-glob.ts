/** The URLs that curl's `[1-3]`, `[a-c]`, `[1-9:2]` and `{uno,dos}` stand for. */
export function expandUrl(url: string): string[] {
  const match = /^([^[{]*)(?:\[([^\]]*)\]|\{([^}]*)\})(.*)$/s.exec(url);
  if (!match) return [url];
  const [, before = "", range, list, after = ""] = match;
  const values = list === undefined ? rangeValues(range ?? "") : list.split(",");
  // An IPv6 address, or something else in brackets, is no range.
  const here = values ?? [`[${range}]`];
  return here.flatMap((value) => expandUrl(after).map((rest) => `${before}${value}${rest}`));
}

function rangeValues(text: string): string[] | undefined {
  const match = /^(\d+)-(\d+)(?::(\d+))?$|^([a-zA-Z])-([a-zA-Z])(?::(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, from, to, step, first, last, letterStep] = match;
  const values: string[] = [];
  if (from !== undefined && to !== undefined) {
    const width = from.startsWith("0") ? from.length : 0;
    for (let i = Number(from); i <= Number(to); i += Number(step ?? 1)) values.push(String(i).padStart(width, "0"));
    return values;
  }
  const end = last?.charCodeAt(0) ?? 0;
  for (let code = first?.charCodeAt(0) ?? 0; code <= end; code += Number(letterStep ?? 1))
    values.push(String.fromCharCode(code));
  return values;
}
