import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const EUROPE = ["northeurope", "westeurope"];

async function europe(lab: LabView): Promise<string | undefined> {
  return lab.file("europa.txt");
}

const linesOf = (text: string | undefined) => text?.trim().split("\n") ?? [];

const group = (lab: LabView) => lab.cloud.groups.pruebas;

export const exercises: Exercises = {
  regiones: {
    goals: [
      {
        es: "`europa.txt` tiene los nombres de las regiones de Europa, uno por línea.",
        en: "`europa.txt` has the names of Europe's regions, one a line.",
        met: async (lab) =>
          linesOf(await europe(lab))
            .sort()
            .join() === EUROPE.join(),
      },
      {
        es: "El grupo `pruebas` está en la región de España.",
        en: "The group `pruebas` is in Spain's region.",
        met: (lab) => group(lab)?.location === "spaincentral",
      },
      {
        es: "Lleva la etiqueta `curso=docker`.",
        en: "It carries the tag `curso=docker`.",
        met: (lab) => group(lab)?.tags?.curso === "docker",
      },
    ],
    wrongTurns: [
      {
        es: "`europa.txt` tiene JSON, con sus comillas y corchetes. El formato que deja solo los valores es `tsv`.",
        en: "`europa.txt` has JSON, with its quotes and brackets. The format that leaves just the values is `tsv`.",
        seen: async (lab) => /["[]/.test((await europe(lab)) ?? ""),
      },
      {
        es: "`europa.txt` lleva la cabecera de una tabla. Para leer está bien; para guardar, `tsv`.",
        en: "`europa.txt` carries a table's header. That is good for reading; for keeping, `tsv`.",
        seen: async (lab) => /^-{3}/m.test((await europe(lab)) ?? ""),
      },
      {
        es: "`europa.txt` tiene los textos, como `West Europe`. Se piden los nombres: el campo `name`.",
        en: "`europa.txt` has the texts, such as `West Europe`. The names are wanted: the field `name`.",
        seen: async (lab) => /West Europe/.test((await europe(lab)) ?? ""),
      },
      {
        es: "El grupo `pruebas` está en otra región. Una región no se cambia: bórralo y créalo de nuevo.",
        en: "The group `pruebas` is in another region. A region is not changed: delete it and create it again.",
        seen: (lab) => group(lab) !== undefined && group(lab)?.location !== "spaincentral",
      },
      {
        es: "El grupo no tiene la etiqueta. Repite `az group create` igual, añadiendo `--tags curso=docker`.",
        en: "The group has no such tag. Repeat the same `az group create`, adding `--tags curso=docker`.",
        seen: (lab) => group(lab) !== undefined && group(lab)?.tags?.curso !== "docker",
      },
    ],
  },
};
