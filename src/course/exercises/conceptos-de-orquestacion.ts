import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const HOSTS = ["manager1", "worker1", "worker2"];

/** How many running containers of `hitos` a host has. */
async function copiesOn(lab: LabView, host: string): Promise<number> {
  const containers = await lab.host(host).containers();
  return containers.filter(
    ({ Config, State }) => State.Running && Config.Labels["com.docker.swarm.service.name"] === "hitos",
  ).length;
}

async function copies(lab: LabView): Promise<number> {
  const counts = await Promise.all(HOSTS.map((host) => copiesOn(lab, host)));
  return counts.reduce((sum, count) => sum + count, 0);
}

const activeNodes = async (lab: LabView) =>
  (await lab.nodes()).filter(({ Spec, Status }) => Spec.Availability === "active" && Status.State === "ready").length;

export const exercises: Exercises = {
  "solo-workers": {
    goals: [
      {
        es: "`hitos` tiene cuatro copias en marcha.",
        en: "`hitos` has four running copies.",
        met: async (lab) => (await copies(lab)) === 4,
      },
      {
        es: "Ninguna está en `manager1`, y los tres nodos siguen activos.",
        en: "None is on `manager1`, and all three nodes are active.",
        met: async (lab) =>
          (await copies(lab)) > 0 && (await copiesOn(lab, "manager1")) === 0 && (await activeNodes(lab)) === 3,
      },
      {
        es: "El puerto 8081 de `manager1` responde.",
        en: "Port 8081 of `manager1` answers.",
        met: async (lab) => (await lab.ask("curl -s http://localhost:8081/status")).output.includes("OK"),
      },
    ],
    wrongTurns: [
      {
        es: "Hay un nodo apartado. Devuélvelo con `docker node update --availability active` y ponle la condición al servicio.",
        en: "A node is set aside. Bring it back with `docker node update --availability active`, and put the condition on the service.",
        seen: async (lab) => (await lab.nodes()).some(({ Spec }) => Spec.Availability !== "active"),
      },
      {
        es: "Ningún nodo cumple la condición, y las tareas esperan. `docker service ps hitos` lo dice. El papel se escribe `worker`.",
        en: "No node meets the condition, so the tasks wait. `docker service ps hitos` says so. The role is spelt `worker`.",
        seen: async (lab) =>
          ((await lab.service("hitos"))?.spec.task.constraints.length ?? 0) > 0 && (await copies(lab)) === 0,
      },
      {
        es: "Alguna copia está en `manager1`. Añade la condición: `docker service update --constraint-add node.role==worker hitos`.",
        en: "A copy is on `manager1`. Add the condition: `docker service update --constraint-add node.role==worker hitos`.",
        seen: async (lab) => (await copiesOn(lab, "manager1")) > 0,
      },
      {
        es: "El servicio no publica el puerto: `docker service update --publish-add 8081:80 hitos`.",
        en: "The service does not publish the port: `docker service update --publish-add 8081:80 hitos`.",
        seen: async (lab) => (await lab.service("hitos"))?.spec.ports.length === 0,
      },
    ],
  },
};
