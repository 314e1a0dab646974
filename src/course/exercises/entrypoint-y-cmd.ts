import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const entrypointOf = async (lab: LabView, image: string) => (await lab.image(image))?.Config.Entrypoint ?? [];

/** Whether an image hands its command to a shell as one line. */
const isShellForm = (command: readonly string[]) => command[0] === "/bin/sh" && command[1] === "-c";

export const exercises: Exercises = {
  "entrypoint-sordo": {
    goals: [
      {
        es: "El `ENTRYPOINT` de `saluda` es el script, sin shell delante.",
        en: "The `ENTRYPOINT` of `saluda` is the script, with no shell in front.",
        met: async (lab) => {
          const entrypoint = await entrypointOf(lab, "saluda");
          return !isShellForm(entrypoint) && entrypoint.some((word) => word.endsWith("saluda.sh"));
        },
      },
      {
        es: "El contenedor `ada` ha dicho «Hola, Ada».",
        en: "The container `ada` has said “Hola, Ada”.",
        met: async (lab) => (await lab.ask("docker logs ada")).output.trim() === "Hola, Ada",
      },
    ],
    wrongTurns: [
      {
        es: "La imagen todavía pasa por `/bin/sh -c`. Si ya has corregido el Dockerfile, falta construir.",
        en: "The image still goes through `/bin/sh -c`. If you have corrected the Dockerfile, it has yet to be built.",
        seen: async (lab) => isShellForm(await entrypointOf(lab, "saluda")),
      },
      {
        es: "`ada` saludó a nadie: es de la imagen vieja, o se creó sin el nombre al final. Bórralo y repite.",
        en: "`ada` greeted nobody: it is from the old image, or was created without the name at the end. Remove it and try again.",
        seen: async (lab) => (await lab.ask("docker logs ada")).output.includes("Hola, nadie"),
      },
      {
        es: "La imagen ya oye. Falta el contenedor: `--name ada`, y el nombre detrás de la imagen. Con `--rm` no quedaría rastro de él.",
        en: "The image listens now. The container is missing: `--name ada`, and the name after the image. With `--rm` no trace of it would stay.",
        seen: async (lab) => (await lab.container("ada")) === undefined,
      },
    ],
  },
  "dos-en-uno": {
    goals: [
      {
        es: "El `CMD` de la imagen `siesta` tiene cada palabra en su elemento.",
        en: "The `CMD` of the image `siesta` has each word in an item of its own.",
        met: async (lab) => (await lab.image("siesta"))?.Config.Cmd?.[0] === "sleep",
      },
      {
        es: "El contenedor `siesta` está en marcha y sale de ella.",
        en: "The container `siesta` is running, and comes from it.",
        met: async (lab) => {
          const [container, image] = await Promise.all([lab.container("siesta"), lab.image("siesta")]);
          return container?.State.Running === true && container.Image === image?.Id;
        },
      },
    ],
    wrongTurns: [
      {
        es: "Funciona en forma shell, pero aquí se pide la lista: cada palabra, entre comillas y con comas.",
        en: "The shell form works, but the task asks for the list: each word in quotes, with commas.",
        seen: async (lab) => isShellForm((await lab.image("siesta"))?.Config.Cmd ?? []),
      },
      {
        es: "La imagen sigue buscando un programa llamado «sleep 600», con espacio. Corrige y construye.",
        en: "The image still looks for a program called “sleep 600”, space included. Correct it and build.",
        seen: async (lab) => (await lab.image("siesta"))?.Config.Cmd?.[0] === "sleep 600",
      },
      {
        es: "`siesta` es el intento fallido, solo creado. Bórralo antes de repetir.",
        en: "`siesta` is the failed attempt, merely created. Remove it before you try again.",
        seen: async (lab) => (await lab.container("siesta"))?.State.Status === "created",
      },
    ],
  },
};
