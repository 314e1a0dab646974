import type { Locale } from "../i18n/locales.ts";
import en from "./labels.en.json" with { type: "json" };
import es from "./labels.es.json" with { type: "json" };

export type LabelKey = keyof typeof es;

type Values = Readonly<Record<string, string>>;

const labels: Record<Locale, Record<LabelKey, string>> = { es, en };

/** A label of the terminal in a language, with its `{name}` places filled in. */
export function label(locale: Locale, key: LabelKey, values: Values = {}): string {
  return labels[locale][key].replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** The labels of the parts that stay on the page while the reader changes language. */
export class LiveLabels {
  locale: Locale;
  readonly #put: ((locale: Locale) => void)[] = [];

  constructor(locale: Locale) {
    this.locale = locale;
  }

  /** The label now, for what is shown once. */
  now(key: LabelKey, values?: Values): string {
    return label(this.locale, key, values);
  }

  /** Gives an element its text, now and after every change of language. */
  text<E extends Element>(element: E, key: LabelKey | (() => LabelKey), values?: Values | (() => Values)): E {
    return this.#keep(
      element,
      (text) => {
        element.textContent = text;
      },
      key,
      values,
    );
  }

  /** The same with an attribute. */
  attribute<E extends Element>(
    element: E,
    name: string,
    key: LabelKey | (() => LabelKey),
    values?: Values | (() => Values),
  ): E {
    return this.#keep(element, (text) => element.setAttribute(name, text), key, values);
  }

  /** Puts all labels anew: in another language, or because their values have changed. */
  refresh(locale: Locale = this.locale): void {
    this.locale = locale;
    for (const put of this.#put) put(locale);
  }

  #keep<E extends Element>(
    element: E,
    put: (text: string) => void,
    key: LabelKey | (() => LabelKey),
    values?: Values | (() => Values),
  ): E {
    const apply = (locale: Locale) =>
      put(label(locale, typeof key === "function" ? key() : key, typeof values === "function" ? values() : values));
    apply(this.locale);
    this.#put.push(apply);
    return element;
  }
}
