/** A value as `json.dumps` writes it: blanks after `,` and `:`. @param ascii escape what is not ASCII */
export function dumps(value: unknown, ascii = true): string {
  if (Array.isArray(value)) return `[${value.map((item) => dumps(item, ascii)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value).map(([key, item]) => `${dumps(key, ascii)}: ${dumps(item, ascii)}`);
    return `{${pairs.join(", ")}}`;
  }
  const text = JSON.stringify(value) ?? "null";
  if (!ascii) return text;
  return text.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
