import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const SERVER = "tiendadarsena.azurecr.io";

const group = (lab: LabView) => lab.cloud.groups.tienda;
const registry = (lab: LabView) => lab.cloud.registries.tiendadarsena;
const kept = (lab: LabView) => lab.file("servidor.txt");

const isInJapan = (place: { location: string } | undefined) => place?.location.startsWith("japan") === true;

export const exercises: Exercises = {
  tienda: {
    goals: [
      {
        es: "El grupo `tienda` está en una región de Japón.",
        en: "The group `tienda` is in a region of Japan.",
        met: (lab) => isInJapan(group(lab)),
      },
      {
        es: "Dentro, y también en Japón, hay un registro `tiendadarsena`.",
        en: "In it, and in Japan too, there is a registry `tiendadarsena`.",
        met: (lab) => registry(lab)?.resourceGroup === "tienda" && isInJapan(registry(lab)),
      },
      {
        es: "Su escalón es `Standard`.",
        en: "Its tier is `Standard`.",
        met: (lab) => registry(lab)?.sku === "Standard",
      },
      {
        es: "`servidor.txt` tiene su dirección, y nada más.",
        en: "`servidor.txt` has its address, and nothing else.",
        met: async (lab) => (await kept(lab))?.trim() === SERVER,
      },
    ],
    wrongTurns: [
      {
        es: "El grupo `tienda` está lejos de Japón. Bórralo y créalo en `japaneast` o `japanwest`.",
        en: "The group `tienda` is far from Japan. Delete it and create it in `japaneast` or `japanwest`.",
        seen: (lab) => group(lab) !== undefined && !isInJapan(group(lab)),
      },
      {
        es: "El registro está en otro grupo. Un nombre solo se usa una vez: bórralo antes de crearlo en `tienda`.",
        en: "The registry is in another group. A name is used only once: delete it before you create it in `tienda`.",
        seen: (lab) => registry(lab) !== undefined && registry(lab)?.resourceGroup !== "tienda",
      },
      {
        es: "El registro es de otro escalón. No hace falta borrarlo: `az acr update` tiene `--sku`.",
        en: "The registry is of another tier. No need to delete it: `az acr update` has `--sku`.",
        seen: (lab) => registry(lab) !== undefined && registry(lab)?.sku !== "Standard",
      },
      {
        es: "`servidor.txt` lleva comillas o cabecera. Para un valor solo, `-o tsv`.",
        en: "`servidor.txt` has quotes or a header. For a value alone, `-o tsv`.",
        seen: async (lab) => {
          const text = await kept(lab);
          return text?.includes(SERVER) === true && text.trim() !== SERVER;
        },
      },
    ],
  },
};
