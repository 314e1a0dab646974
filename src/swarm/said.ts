/** Keeps what is said: the API leaves empty values out. */
export function said(values: Record<string, unknown>): Record<string, unknown> {
  const empty = (value: unknown) =>
    value === undefined ||
    value === false ||
    value === 0 ||
    value === "" ||
    (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !empty(value)));
}
