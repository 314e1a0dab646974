/** The languages in which this playground itself speaks. */
export type Language = "es" | "en";

/** The reader's language, as gettext finds it. */
export function languageOf(env: Readonly<Record<string, string>>): Language {
  const locale = env.LANGUAGE || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return locale.startsWith("es") ? "es" : "en";
}

/** What a command answers that exists in Docker but not here. @param what "docker checkpoint create" */
export function notSimulated(what: string, language: Language): string {
  return language === "es"
    ? `Este laboratorio no simula «${what}». En un Docker de verdad, esa orden existe: pruébala allí.`
    : `This playground does not simulate "${what}". The command exists in a real Docker: try it there.`;
}
