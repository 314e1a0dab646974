import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const inventory = async (lab: LabView) => (await lab.file("inventario.txt")) ?? "";

const holds = (pattern: RegExp) => async (lab: LabView) => pattern.test(await inventory(lab));

const leftOver = async (lab: LabView) =>
  (await lab.containers()).some(({ State, Config }) => !State.Running && Config.Image.startsWith("python"));

export const exercises: Exercises = {
  inventario: {
    goals: [
      {
        es: "`inventario.txt` dice dónde está `docker`.",
        en: "`inventario.txt` says where `docker` is.",
        met: holds(/^\/\S*\/docker$/m),
      },
      {
        es: "Dice la versión de Docker.",
        en: "It says which version of Docker it is.",
        met: holds(/^Docker version \d+\.\d+\.\d+/m),
      },
      {
        es: "Dice la versión de Python de la imagen.",
        en: "It says which version of Python the image brings.",
        met: holds(/^Python 3\.\d+/m),
      },
      {
        es: "No quedan contenedores parados de `python:3`.",
        en: "No stopped container of `python:3` is left.",
        met: async (lab) => (await inventory(lab)) !== "" && !(await leftOver(lab)),
      },
    ],
    wrongTurns: [
      {
        es: "Ha quedado un contenedor parado: faltó `--rm`. Míralo con `docker ps -a` y bórralo con `docker rm`.",
        en: "A stopped container is left: `--rm` was missing. See it with `docker ps -a` and remove it with `docker rm`.",
        seen: leftOver,
      },
      {
        es: "El fichero está, pero vacío: esa orden no imprimió nada. ¿El nombre es correcto?",
        en: "The file is there but empty: that command printed nothing. Is the name right?",
        seen: async (lab) => (await lab.file("inventario.txt")) === "",
      },
      {
        es: "El fichero tiene una sola línea. Con `>` cada orden borra lo anterior; para añadir, `>>`.",
        en: "The file has a single line. With `>`, each command wipes what was there; to add, use `>>`.",
        seen: async (lab) => (await inventory(lab)).trim().split("\n").length === 1 && (await inventory(lab)) !== "",
      },
    ],
  },
};
