import { defaultLocale, type Locale, locales } from "./locales.ts";

/** The static paths of a page that exists once a language: the default one has no prefix. */
export function localeRoutes(): { params: { locale: Locale | undefined }; props: { locale: Locale } }[] {
  return locales.map((locale) => ({
    params: { locale: locale === defaultLocale ? undefined : locale },
    props: { locale },
  }));
}
