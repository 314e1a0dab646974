import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

/** What `python --version` prints in the image, by the variable that says so. */
async function versionInImage(lab: LabView): Promise<string | undefined> {
  const python = await lab.image("python:3");
  const variable = python?.Config?.Env?.find((each) => each.startsWith("PYTHON_VERSION="));
  return variable?.replace("PYTHON_VERSION=", "Python ");
}

const pythonContainers = async (lab: LabView) =>
  (await lab.containers()).filter(({ Config }) => /^python(:|$)/.test(Config.Image));

export const exercises: Exercises = {
  "version-de-python": {
    goals: [
      {
        es: "La imagen `python:3` está en la máquina.",
        en: "The image `python:3` is on the machine.",
        met: async (lab) => (await lab.image("python:3")) !== undefined,
      },
      {
        es: "`version.txt` dice su versión de Python.",
        en: "`version.txt` tells its version of Python.",
        met: async (lab) => {
          const version = await versionInImage(lab);
          return version !== undefined && (await lab.file("version.txt"))?.trim() === version;
        },
      },
      {
        es: "No queda ningún contenedor de `python`.",
        en: "No container of `python` is left.",
        met: async (lab) => (await pythonContainers(lab)).length === 0,
      },
    ],
    wrongTurns: [
      {
        es: "Ha quedado un contenedor: faltó `--rm`. Bórralo con `docker rm`.",
        en: "A container was left behind: `--rm` was missing. Remove it with `docker rm`.",
        seen: async (lab) => (await pythonContainers(lab)).length > 0,
      },
      {
        es: "`version.txt` está dentro de un contenedor o no es de esta carpeta: `> version.txt` va al final de la orden, fuera de comillas.",
        en: "`version.txt` is inside a container or not in this folder: `> version.txt` goes at the end of the command, outside quotes.",
        seen: async (lab) =>
          (await lab.image("python:3")) !== undefined && (await lab.file("version.txt")) === undefined,
      },
      {
        es: "`version.txt` no dice la versión. Lo que se ejecuta dentro es `python --version`.",
        en: "`version.txt` does not tell the version. What runs inside is `python --version`.",
        seen: async (lab) => {
          const version = await versionInImage(lab);
          const text = await lab.file("version.txt");
          return version !== undefined && text !== undefined && text.trim() !== version;
        },
      },
    ],
  },
};
