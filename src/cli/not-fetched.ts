import type { Language } from "./not-simulated.ts";

/** What a command says whose program could not be fetched (no connection, a page older than its site). */
export function couldNotFetch(language: Language): string {
  return language === "es"
    ? "no se ha podido descargar esta parte del laboratorio; comprueba la conexión y vuelve a intentarlo"
    : "this part of the lab could not be fetched; check your connection and try again";
}
