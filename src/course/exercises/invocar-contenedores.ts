import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "datos-sin-terminal": {
    goals: [
      {
        es: "`datos` sale de la imagen `jjmerelo/platzidata`.",
        en: "`datos` comes from the image `jjmerelo/platzidata`.",
        met: async (lab) => {
          const [container, image] = await Promise.all([lab.container("datos"), lab.image("jjmerelo/platzidata")]);
          return image !== undefined && container?.Image === image.Id;
        },
      },
      {
        es: "`datos` está en marcha.",
        en: "`datos` is running.",
        met: async (lab) => (await lab.container("datos"))?.State.Status === "running",
      },
    ],
    wrongTurns: [
      {
        es: "Se arranca una y otra vez: `--restart` no arregla un programa que acaba. Bórralo y dale algo que espere.",
        en: "It starts over and over: `--restart` does not mend a program that ends. Remove it and give it something that waits.",
        seen: async (lab) => (await lab.container("datos"))?.State.Restarting === true,
      },
      {
        es: "`docker start` lo arranca con las opciones con que se creó, así que acaba igual. Bórralo y créalo con la entrada abierta.",
        en: "`docker start` starts it with the options it was created with, so it ends the same way. Remove it and create it with its input open.",
        seen: async (lab) => {
          const container = await lab.container("datos");
          return container?.State.Status === "exited" && !container.Config.OpenStdin;
        },
      },
      {
        es: "`datos` está solo creado: falta arrancarlo.",
        en: "`datos` has merely been created: it has yet to be started.",
        seen: async (lab) => (await lab.container("datos"))?.State.Status === "created",
      },
      {
        es: "No hay ningún contenedor `datos`. Créalo otra vez, con lo que le faltaba.",
        en: "There is no container `datos`. Create it again, with what was missing.",
        seen: async (lab) => (await lab.container("datos")) === undefined,
      },
    ],
  },
};
