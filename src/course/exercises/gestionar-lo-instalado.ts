import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const stopped = async (lab: LabView) => (await lab.containers()).filter(({ State }) => !State.Running);

const dangling = (lab: LabView) => lab.images().filter(({ RepoTags }) => (RepoTags ?? []).length === 0);

export const exercises: Exercises = {
  limpieza: {
    goals: [
      {
        es: "No queda ningún contenedor parado.",
        en: "No stopped container is left.",
        met: async (lab) => (await stopped(lab)).length === 0,
      },
      {
        es: "No queda ninguna imagen colgante.",
        en: "No dangling image is left.",
        met: (lab) => dangling(lab).length === 0,
      },
      {
        es: "`importante` sigue en marcha.",
        en: "`importante` is still running.",
        met: (lab) => lab.runs("importante"),
      },
      {
        es: "La imagen `hello-world` sigue en la máquina.",
        en: "The image `hello-world` is still on the machine.",
        met: async (lab) => (await lab.image("hello-world")) !== undefined,
      },
    ],
    wrongTurns: [
      {
        es: "`importante` está parado: había que dejarlo en marcha. Arráncalo con `docker start importante`.",
        en: "`importante` has stopped: it had to go on running. Start it with `docker start importante`.",
        seen: async (lab) => (await lab.container("importante"))?.State.Running === false,
      },
      {
        es: "`importante` no está. Si lo borraste, vuelve a crearlo con la orden del enunciado.",
        en: "`importante` is not there. If you removed it, create it again with the command above.",
        seen: async (lab) => (await lab.container("importante")) === undefined,
      },
      {
        es: "Se fue `hello-world`: eso lo hace `-a`. Vuelve a bajarla con `docker pull hello-world`.",
        en: "`hello-world` is gone: that is what `-a` does. Fetch it again with `docker pull hello-world`.",
        seen: async (lab) => (await lab.image("hello-world")) === undefined,
      },
      {
        es: "Los contenedores ya están. Falta la imagen sin nombre: mírala con `docker images -a`.",
        en: "The containers are done. The image without a name is left: see it with `docker images -a`.",
        seen: async (lab) => (await stopped(lab)).length === 0 && dangling(lab).length > 0,
      },
    ],
  },
};
