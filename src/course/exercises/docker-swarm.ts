import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const nodeNames = async (lab: LabView) => (await lab.nodes()).map(({ Description }) => Description.Hostname).sort();

/** Whether a task of the service runs on the host. */
async function runsOn(lab: LabView, host: string): Promise<boolean> {
  const containers = await lab.host(host).containers();
  return containers.some(
    ({ Config, State }) => State.Running && Config.Labels["com.docker.swarm.service.name"] === "agente",
  );
}

export const exercises: Exercises = {
  "una-por-nodo": {
    goals: [
      {
        es: "`manager1` y `worker1` forman un enjambre.",
        en: "`manager1` and `worker1` form a swarm.",
        met: async (lab) => (await nodeNames(lab)).join() === "manager1,worker1",
      },
      {
        es: "El servicio `agente` es global.",
        en: "The service `agente` is global.",
        met: async (lab) => (await lab.service("agente"))?.spec.mode.kind === "global",
      },
      {
        es: "Tiene una tarea en marcha en cada nodo.",
        en: "It has a running task on each node.",
        met: async (lab) => (await runsOn(lab, "manager1")) && (await runsOn(lab, "worker1")),
      },
    ],
    wrongTurns: [
      {
        es: "El servicio cuenta copias (`replicated`). El modo no se cambia después: bórralo y créalo con `--mode global`.",
        en: "The service counts copies (`replicated`). The mode cannot be changed later: remove it and create it with `--mode global`.",
        seen: async (lab) => (await lab.service("agente"))?.spec.mode.kind === "replicated",
      },
      {
        es: "El enjambre solo tiene a `manager1`. Une `worker1` desde su pestaña con `docker swarm join`.",
        en: "The swarm has only `manager1`. Join `worker1` from its tab, with `docker swarm join`.",
        seen: async (lab) => (await nodeNames(lab)).join() === "manager1",
      },
      {
        es: "Ya hay un servicio, pero sus tareas no aguantan: alpine sin orden termina enseguida. Dale `sleep 1000`.",
        en: "There is a service, but its tasks do not last: alpine without a command ends at once. Give it `sleep 1000`.",
        seen: async (lab) => {
          const containers = await lab.containers();
          return containers.some(
            ({ Config, State }) =>
              State.Status === "exited" && Config.Labels["com.docker.swarm.service.name"] === "agente",
          );
        },
      },
    ],
  },
};
