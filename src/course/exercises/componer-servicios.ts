import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

/** The containers that Compose made for the service `web` of the course's folder. */
async function webs(lab: LabView) {
  const containers = await lab.containers();
  return containers.filter(
    ({ Config: { Labels } }) =>
      Labels["com.docker.compose.project"] === "curso" && Labels["com.docker.compose.service"] === "web",
  );
}

/** The machine's ports that lead to running copies of `web`. */
async function ports(lab: LabView): Promise<string[]> {
  const published = (await webs(lab))
    .filter(({ State }) => State.Running)
    .map(({ NetworkSettings }) => NetworkSettings.Ports["80/tcp"]?.[0]?.HostPort);
  return published.filter((port) => port !== undefined);
}

async function serves(lab: LabView, port: string): Promise<boolean> {
  return (await lab.ask(`curl -s http://localhost:${port}/one/0`)).output.includes("nombre");
}

export const exercises: Exercises = {
  "dos-copias": {
    goals: [
      {
        es: "Hay dos contenedores de `web` en marcha.",
        en: "Two containers of `web` are running.",
        met: async (lab) => (await webs(lab)).filter(({ State }) => State.Running).length === 2,
      },
      {
        es: "Cada uno publica su puerto 80 en un puerto distinto, que no es el 8000.",
        en: "Each publishes its port 80 at a port of its own, other than 8000.",
        met: async (lab) => {
          const published = await ports(lab);
          return new Set(published).size === 2 && !published.includes("8000");
        },
      },
      {
        es: "Los dos sirven los hitos.",
        en: "Both serve the milestones.",
        met: async (lab) => {
          const answers = await Promise.all((await ports(lab)).map((port) => serves(lab, port)));
          return answers.length === 2 && answers.every(Boolean);
        },
      },
    ],
    wrongTurns: [
      {
        es: 'El puerto 8000 ya lo tiene una copia, y la otra no arranca. Escribe solo el puerto de dentro: `"80"`.',
        en: 'One copy has port 8000, so the other does not start. Write only the inner port: `"80"`.',
        seen: async (lab) => {
          const copies = await webs(lab);
          return copies.length > 1 && copies.some(({ State }) => State.Status === "created");
        },
      },
      {
        es: "El puerto ya es libre, pero hay una sola copia. Pide dos: `docker compose up -d --scale web=2`.",
        en: "The port is free now, but there is one copy. Ask for two: `docker compose up -d --scale web=2`.",
        seen: async (lab) => {
          const published = await ports(lab);
          return published.length === 1 && !published.includes("8000");
        },
      },
      {
        es: 'Las copias no publican su puerto. En `ports` tiene que quedar `"80"`.',
        en: 'The copies publish no port. `ports` must keep `"80"`.',
        seen: async (lab) => (await webs(lab)).length === 2 && (await ports(lab)).length === 0,
      },
    ],
  },
};
