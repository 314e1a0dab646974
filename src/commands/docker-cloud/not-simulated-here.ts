import type { Language } from "../../cli/not-simulated.ts";

/** What a command answers that Docker Cloud's client had and this playground's has not. Nobody can try it anywhere any more. */
export function notSimulatedHere(what: string, language: Language): string {
  return language === "es"
    ? `Este laboratorio no simula «${what}»; Docker Cloud cerró en 2018.`
    : `This playground does not simulate "${what}"; Docker Cloud closed in 2018.`;
}
