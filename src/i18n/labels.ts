import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import type { Locale } from "./locales.ts";

export type LabelKey = keyof typeof es;

const labels: Record<Locale, Record<LabelKey, string>> = { es, en };

/**
 * A label of the site in a language, with `{name}` places filled in.
 * Keys are typed: an unknown one does not compile.
 */
export function label(locale: Locale, key: LabelKey, values: Readonly<Record<string, string | number>> = {}): string {
  return labels[locale][key].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** The label function of one language, for components with many labels. */
export function labelsIn(
  locale: Locale,
): (key: LabelKey, values?: Readonly<Record<string, string | number>>) => string {
  return (key, values) => label(locale, key, values);
}
