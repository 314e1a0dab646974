/** The languages of the site, the default one first. */
export const locales = ["es", "en"] as const;

export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = "es";

/** A value in each language. */
export type Localized<T = string> = Readonly<Record<Locale, T>>;

/** Whether a value is one of the site's languages. */
export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

/** The language the reader switches to: there are two. */
export function otherLocale(locale: Locale): Locale {
  return locale === "es" ? "en" : "es";
}

/** The language a route parameter stands for: the default language has no prefix. */
export function localeOfParam(param: string | undefined): Locale {
  return isLocale(param) ? param : defaultLocale;
}
