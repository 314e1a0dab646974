import type { Exercises } from "../exercise.ts";
import type { HostView, LabView } from "../lab-view.ts";

const WORKERS = ["worker1", "worker2"] as const;

async function publishes(host: HostView): Promise<boolean> {
  const web = await host.container("web");
  return web?.State.Running === true && web.NetworkSettings.Ports["80/tcp"]?.[0]?.HostPort === "80";
}

const running = (lab: LabView) => Promise.all(WORKERS.map((name) => publishes(lab.host(name))));
const script = (lab: LabView) => lab.file("nodos.sh");
const isExecutable = async (lab: LabView) => (await lab.ask("test -x nodos.sh")).exit === 0;

export const exercises: Exercises = {
  "dos-nodos": {
    goals: [
      {
        es: "Hay un script ejecutable, `nodos.sh`.",
        en: "There is an executable script, `nodos.sh`.",
        met: isExecutable,
      },
      {
        es: "`web` está en marcha en `worker1` y `worker2`, con el 80 publicado.",
        en: "`web` runs on `worker1` and `worker2`, with port 80 published.",
        met: async (lab) => (await running(lab)).every(Boolean),
      },
      {
        es: "El script borra el `web` anterior, y así se puede repetir.",
        en: "The script removes the `web` before, so that it can be repeated.",
        met: async (lab) => /\brm\b[^\n]*\bweb\b/.test((await script(lab)) ?? ""),
      },
      {
        es: "En `manager1` no hay ningún `web`.",
        en: "There is no `web` on `manager1`.",
        met: async (lab) => (await script(lab)) !== undefined && (await lab.container("web")) === undefined,
      },
    ],
    wrongTurns: [
      {
        es: "`web` está en `manager1`: a alguna orden le falta `--context $nodo`. Bórralo aquí con `docker rm -f web`.",
        en: "`web` is on `manager1`: some command lacks `--context $nodo`. Remove it here with `docker rm -f web`.",
        seen: async (lab) => (await lab.container("web")) !== undefined,
      },
      {
        es: "Solo hay `web` en un nodo. ¿Existen los dos contextos? `docker context ls` los enseña.",
        en: "There is `web` on one node only. Are both contexts there? `docker context ls` shows them.",
        seen: async (lab) => {
          const found = await running(lab);
          return found.some(Boolean) && !found.every(Boolean);
        },
      },
      {
        es: "`nodos.sh` no se puede ejecutar todavía: `chmod +x nodos.sh`.",
        en: "`nodos.sh` cannot be executed yet: `chmod +x nodos.sh`.",
        seen: async (lab) => (await script(lab)) !== undefined && !(await isExecutable(lab)),
      },
      {
        es: "Está en los dos nodos, pero el script no se puede repetir: la segunda vez el nombre `web` está cogido. Bórralo antes de crear.",
        en: "It is on both nodes, but the script cannot be repeated: the second time the name `web` is taken. Remove it before creating.",
        seen: async (lab) => (await running(lab)).every(Boolean),
      },
    ],
  },
};
