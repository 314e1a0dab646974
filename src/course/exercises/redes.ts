import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

async function networksOf(lab: LabView, name: string): Promise<string[]> {
  const container = await lab.container(name);
  return Object.keys(container?.NetworkSettings.Networks ?? {}).sort();
}

export const exercises: Exercises = {
  "dos-redes": {
    goals: [
      {
        es: "Hay dos redes, `frente` y `fondo`.",
        en: "There are two networks, `frente` and `fondo`.",
        met: async (lab) => (await lab.network("frente")) !== undefined && (await lab.network("fondo")) !== undefined,
      },
      {
        es: "`base` está en marcha, solo en `fondo`.",
        en: "`base` is running, on `fondo` only.",
        met: async (lab) => (await lab.runs("base")) && (await networksOf(lab, "base")).join() === "fondo",
      },
      {
        es: "`web` está en marcha, en las dos redes.",
        en: "`web` is running, on both networks.",
        met: async (lab) => (await lab.runs("web")) && (await networksOf(lab, "web")).join() === "fondo,frente",
      },
    ],
    wrongTurns: [
      {
        es: "`web` está también en `bridge`: se creó sin `--network`. Recréalo en `frente`, o desconéctalo de `bridge`.",
        en: "`web` is on `bridge` too: it was created without `--network`. Recreate it on `frente`, or disconnect it from `bridge`.",
        seen: async (lab) => (await networksOf(lab, "web")).includes("bridge"),
      },
      {
        es: "`base` llega a las dos redes, así que cualquiera de `frente` la alcanza. Desconéctala de `frente`.",
        en: "`base` is on both networks, so anyone on `frente` reaches it. Disconnect it from `frente`.",
        seen: async (lab) => (await networksOf(lab, "base")).includes("frente"),
      },
      {
        es: "Un contenedor se ha parado: alpine sin orden termina enseguida. Dale `sleep 600`.",
        en: "A container has stopped: alpine without a command ends at once. Give it `sleep 600`.",
        seen: async (lab) => {
          const found = await Promise.all([lab.container("web"), lab.container("base")]);
          return found.some((container) => container?.State.Status === "exited");
        },
      },
    ],
  },
};
