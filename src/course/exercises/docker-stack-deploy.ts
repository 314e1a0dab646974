import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const HOSTS = ["manager1", "worker1", "worker2"];

const web = (lab: LabView) => lab.service("almacen_web");

/** The running containers of the service, wherever they are. */
async function running(lab: LabView): Promise<number> {
  const found = await Promise.all(HOSTS.map((host) => lab.host(host).containers()));
  return found
    .flat()
    .filter(({ Config, State }) => State.Running && Config.Labels["com.docker.swarm.service.name"] === "almacen_web")
    .length;
}

export const exercises: Exercises = {
  secreto: {
    goals: [
      {
        es: "El stack `almacen` tiene el servicio `web`.",
        en: "The stack `almacen` has the service `web`.",
        met: async (lab) => (await web(lab))?.spec.labels["com.docker.stack.namespace"] === "almacen",
      },
      {
        es: "Su imagen es `jjmerelo/platziws0`, y hay dos copias en marcha.",
        en: "Its image is `jjmerelo/platziws0`, and two copies are running.",
        met: async (lab) =>
          (await web(lab))?.spec.task.image.startsWith("jjmerelo/platziws0") === true && (await running(lab)) === 2,
      },
      {
        es: "Recibe el secreto `clave` en `/run/secrets/clave`.",
        en: "It is given the secret `clave` at `/run/secrets/clave`.",
        met: async (lab) =>
          (await web(lab))?.spec.task.secrets.some(
            ({ name, target }) => name === "clave" && (target === "clave" || target === "/run/secrets/clave"),
          ) === true,
      },
    ],
    wrongTurns: [
      {
        es: "La clave va en una variable de entorno: `docker service inspect` la enseña. Usa la lista `secrets` del servicio.",
        en: "The key is in an environment variable: `docker service inspect` shows it. Use the service's list `secrets`.",
        seen: async (lab) => (await web(lab))?.spec.task.env.some((line) => /clave|sesamo/i.test(line)) === true,
      },
      {
        es: "Con `file`, el stack crea un secreto suyo, `almacen_clave`. El tuyo ya está en el enjambre: `external: true`.",
        en: "With `file` the stack makes a secret of its own, `almacen_clave`. Yours is in the swarm already: `external: true`.",
        seen: async (lab) =>
          (await web(lab))?.spec.task.secrets.some(({ name }) => name.startsWith("almacen_")) === true,
      },
      {
        es: "El servicio está, pero no recibe ningún secreto. Declararlo al fondo no basta: el servicio tiene que pedirlo.",
        en: "The service is there, but it is given no secret. Declaring it at the bottom is not enough: the service must ask for it.",
        seen: async (lab) => (await web(lab))?.spec.task.secrets.length === 0,
      },
      {
        es: "El secreto llega, pero no hay dos copias. Ponlo en el fichero: `deploy:` y, dentro, `replicas: 2`.",
        en: "The secret arrives, but there are not two copies. Say so in the file: `deploy:` and, inside, `replicas: 2`.",
        seen: async (lab) => {
          const mode = (await web(lab))?.spec.mode;
          return mode?.kind === "replicated" && mode.replicas !== 2;
        },
      },
    ],
  },
};
