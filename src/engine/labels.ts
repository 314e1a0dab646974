type Labels = Readonly<Record<string, string>>;

/** Whether labels have what a filter asks: `key`, or `key=value`. */
export function hasLabel(labels: Labels | null | undefined, wanted: string): boolean {
  const cut = wanted.indexOf("=");
  const key = cut < 0 ? wanted : wanted.slice(0, cut);
  return Object.hasOwn(labels ?? {}, key) && (cut < 0 || labels?.[key] === wanted.slice(cut + 1));
}

/** Whether labels are as all of `label=` and none of `label!=` ask. */
export function hasLabels(
  labels: Labels | null,
  filters: { readonly label?: readonly string[]; readonly "label!"?: readonly string[] },
): boolean {
  const has = (wanted: string) => hasLabel(labels, wanted);
  return (filters.label ?? []).every(has) && !(filters["label!"] ?? []).some(has);
}
