import { isMap, type PyValue, pyStr } from "../python/py-value.ts";

/** What of a volume is outside: its path or name with a mode, the long form, or nothing. */
type Outside = PyValue | readonly [string, string | null];

/** A volume, or a device, by where it is inside (compose/config/config.py, `split_path_mapping`). */
export function splitVolume(value: PyValue): [string, Outside] {
  if (isMap(value)) return [pyStr(value.target ?? null), value];
  const text = pyStr(value);
  const cut = text.indexOf(":");
  if (cut < 0) return [text, null];
  const rest = text.slice(cut + 1);
  const last = rest.lastIndexOf(":");
  const [inside, mode] = last < 0 ? [rest, null] : [rest.slice(0, last), rest.slice(last + 1)];
  return [inside, [text.slice(0, cut), mode]];
}

export function joinVolume([inside, outside]: readonly [string, Outside]): PyValue {
  if (outside === null) return inside;
  if (!Array.isArray(outside)) return outside as PyValue;
  const [host = "", mode = null] = outside.map((part) => (part === null ? null : pyStr(part as PyValue)));
  return [host ?? "", inside, ...(mode === null ? [] : [mode])].join(":");
}
