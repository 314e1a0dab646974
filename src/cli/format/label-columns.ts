import type { Column } from "./list.ts";

interface Labelled {
  readonly labels: Readonly<Record<string, string>> | null;
}

/** The columns of every list of objects that have labels: all of them, and the one that a template asks for. */
export const LABEL_COLUMNS: Readonly<Record<"Labels" | "Label", Column<Labelled>>> = {
  Labels: { header: "LABELS", value: ({ labels }) => labelText(labels) },
  Label: {
    header: "",
    value:
      ({ labels }) =>
      (name: string) =>
        labels?.[name] ?? "",
  },
};

/** `key=value` pairs, sorted, as the lists show them. */
function labelText(labels: Readonly<Record<string, string>> | null): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(",");
}
