import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const IMAGE = "viajera:1";

const there = async (lab: LabView) => lab.host("worker1").image(IMAGE);

/** Whether an image of the folder `data` is what the name stands for: its working folder tells. */
const isMilestones = async (lab: LabView) => (await lab.image(IMAGE))?.Config.WorkingDir === "/data";

export const exercises: Exercises = {
  viajera: {
    goals: [
      {
        es: "`manager1` tiene la imagen `viajera:1`, hecha con la carpeta `data`.",
        en: "`manager1` has the image `viajera:1`, made from the folder `data`.",
        met: isMilestones,
      },
      {
        es: "`worker1` la tiene también, con el mismo identificador.",
        en: "`worker1` has it too, with the same identifier.",
        met: async (lab) => {
          const copy = await there(lab);
          return copy !== undefined && copy.Id === (await lab.image(IMAGE))?.Id;
        },
      },
    ],
    wrongTurns: [
      {
        es: "`viajera:1` no sale de la carpeta `data`. Constrúyela con `docker build -t viajera:1 data`.",
        en: "`viajera:1` was not made from the folder `data`. Build it with `docker build -t viajera:1 data`.",
        seen: async (lab) => (await lab.image(IMAGE)) !== undefined && !(await isMilestones(lab)),
      },
      {
        es: "`worker1` tiene otra `viajera:1`: construir dos veces da dos imágenes. Bórrala allí y lleva la de `manager1`.",
        en: "`worker1` has another `viajera:1`: building twice makes two images. Remove it there, and bring the one of `manager1`.",
        seen: async (lab) => {
          const copy = await there(lab);
          return copy !== undefined && copy.Id !== (await lab.image(IMAGE))?.Id;
        },
      },
      {
        es: "La imagen está en `manager1` y no ha viajado. Une `docker save` y `docker load` con una tubería y `ssh`.",
        en: "The image is on `manager1` and has not travelled. Join `docker save` and `docker load` with a pipe and `ssh`.",
        seen: async (lab) => (await isMilestones(lab)) && (await there(lab)) === undefined,
      },
    ],
  },
};
