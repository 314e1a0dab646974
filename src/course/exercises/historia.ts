import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const MEGABYTE = 1024 * 1024;

const cage = (lab: LabView) => lab.container("jaula");

export const exercises: Exercises = {
  jaula: {
    goals: [
      {
        es: "`jaula` está en marcha.",
        en: "`jaula` is running.",
        met: async (lab) => (await cage(lab))?.State.Running === true,
      },
      {
        es: "Tiene 64 MB de memoria y 20 procesos como mucho.",
        en: "It has 64 MB of memory and 20 processes at most.",
        met: async (lab) => {
          const limits = (await cage(lab))?.HostConfig;
          return limits?.Memory === 64 * MEGABYTE && limits.PidsLimit === 20;
        },
      },
      {
        es: "Su raíz es de solo lectura.",
        en: "Its root is read-only.",
        met: async (lab) => (await cage(lab))?.HostConfig.ReadonlyRootfs === true,
      },
      {
        es: "No tiene red.",
        en: "It has no network.",
        met: async (lab) => (await cage(lab))?.HostConfig.NetworkMode === "none",
      },
    ],
    wrongTurns: [
      {
        es: "`jaula` se ha parado. ¿Lleva `sleep 1000`, y las opciones van antes de `alpine`? Bórrala con `docker rm -f jaula` y repite.",
        en: "`jaula` has stopped. Has it `sleep 1000`, and do the options come before `alpine`? Remove it with `docker rm -f jaula` and try again.",
        seen: async (lab) => {
          const status = (await cage(lab))?.State.Status;
          return status === "exited" || status === "created";
        },
      },
      {
        es: "El límite de memoria no es de 64 MB. Sin la `m`, Docker entiende bytes.",
        en: "The memory limit is not 64 MB. Without the `m`, Docker reads bytes.",
        seen: async (lab) => {
          const container = await cage(lab);
          return container !== undefined && container.HostConfig.Memory !== 64 * MEGABYTE;
        },
      },
      {
        es: "`jaula` tiene red: falta `--network none`. Eso no se quita en marcha; bórrala con `docker rm -f jaula` y repite.",
        en: "`jaula` has a network: `--network none` is missing. That cannot be changed while it runs; remove it with `docker rm -f jaula` and try again.",
        seen: async (lab) => {
          const container = await cage(lab);
          return container !== undefined && container.HostConfig.NetworkMode !== "none";
        },
      },
    ],
  },
};
