import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

/** The port of the machine that leads to a container's port 80, or undefined. */
async function publishedPort(lab: LabView, name: string): Promise<string | undefined> {
  const container = await lab.container(name);
  return container?.HostConfig.PortBindings["80/tcp"]?.[0]?.HostPort;
}

const imageOf = async (lab: LabView, name: string) => (await lab.container(name))?.Image;

export const exercises: Exercises = {
  "otro-entorno": {
    goals: [
      {
        es: "`formacion` está en marcha.",
        en: "`formacion` is running.",
        met: (lab) => lab.runs("formacion"),
      },
      {
        es: "Usa la misma imagen que `produccion`.",
        en: "It uses the same image as `produccion`.",
        met: async (lab) => {
          const image = await imageOf(lab, "formacion");
          return image !== undefined && image === (await imageOf(lab, "produccion"));
        },
      },
      {
        es: "Responde en el puerto 8002 con los datos de producción.",
        en: "It answers on port 8002 with production's data.",
        met: async (lab) => {
          const { output, exit } = await lab.ask("curl -s localhost:8002/all");
          return exit === 0 && output.includes('"nombre"');
        },
      },
    ],
    wrongTurns: [
      {
        es: "`formacion` usa otra imagen que `produccion`. Bórrala con `docker rm -f formacion` y créala con `hitos:1`, sin volver a construir.",
        en: "`formacion` uses another image than `produccion`. Remove it with `docker rm -f formacion` and create it from `hitos:1`, without building again.",
        seen: async (lab) => {
          const image = await imageOf(lab, "formacion");
          const production = await imageOf(lab, "produccion");
          return image !== undefined && production !== undefined && image !== production;
        },
      },
      {
        es: "`formacion` existe, pero no está en marcha. Si algo falló al arrancar, bórrala con `docker rm formacion` y repite.",
        en: "`formacion` exists but is not running. If something failed at the start, remove it with `docker rm formacion` and try again.",
        seen: async (lab) => (await lab.container("formacion")) !== undefined && !(await lab.runs("formacion")),
      },
      {
        es: "El puerto 8002 no lleva al 80 de `formacion`. En `-p`, la máquina va a la izquierda: `8002:80`.",
        en: "Port 8002 does not lead to port 80 of `formacion`. In `-p`, the machine is on the left: `8002:80`.",
        seen: async (lab) => (await lab.runs("formacion")) && (await publishedPort(lab, "formacion")) !== "8002",
      },
      {
        es: "`formacion` responde, pero sin datos. Le falta `-v $PWD/data:/src/data`.",
        en: "`formacion` answers, but without data. It lacks `-v $PWD/data:/src/data`.",
        seen: async (lab) => (await lab.ask("curl -s localhost:8002/all")).output.includes('"hitos": []'),
      },
    ],
  },
};
