import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

/** The ports of the host that lead to port 80 of a running container. */
async function doorsTo80(lab: LabView, name: string): Promise<string[]> {
  const container = await lab.container(name);
  if (!container?.State.Running) return [];
  return (container.NetworkSettings.Ports["80/tcp"] ?? []).map(({ HostPort }) => HostPort);
}

const isCreated = async (lab: LabView, name: string) => (await lab.container(name))?.State.Status === "created";

export const exercises: Exercises = {
  "puerto-ocupado": {
    goals: [
      {
        es: "`hitos` sigue en marcha, en el 8000.",
        en: "`hitos` still runs, at 8000.",
        met: async (lab) => (await doorsTo80(lab, "hitos")).includes("8000"),
      },
      {
        es: "`escaparate` está en marcha y publica su puerto 80 en otro.",
        en: "`escaparate` is running, and publishes its port 80 as another.",
        met: async (lab) => (await doorsTo80(lab, "escaparate")).some((port) => port !== "8000"),
      },
    ],
    wrongTurns: [
      {
        es: "Has parado `hitos`. Así el puerto queda libre, pero no era eso: arráncalo otra vez.",
        en: "You have stopped `hitos`. That frees the port, but it was not the task: start it again.",
        seen: async (lab) => !(await doorsTo80(lab, "hitos")).includes("8000"),
      },
      {
        es: "`escaparate` existe, pero solo creado: es el intento fallido. Bórralo antes de repetir.",
        en: "`escaparate` exists, but merely created: it is the failed attempt. Remove it before you try again.",
        seen: (lab) => isCreated(lab, "escaparate"),
      },
      {
        es: "`escaparate` funciona, pero no publica nada: le falta `-p`. Los puertos se deciden al crearlo.",
        en: "`escaparate` runs but publishes nothing: `-p` is missing. Ports are decided when it is created.",
        seen: async (lab) => (await lab.runs("escaparate")) && (await doorsTo80(lab, "escaparate")).length === 0,
      },
    ],
  },
  "un-solo-argumento": {
    goals: [
      {
        es: "`tienda` está en marcha, con su puerto 80 en el 8010.",
        en: "`tienda` is running, its port 80 at 8010.",
        met: async (lab) => (await doorsTo80(lab, "tienda")).includes("8010"),
      },
      {
        es: "`arranca.sh` ya no entrega las dos palabras juntas.",
        en: "`arranca.sh` no longer hands over the two words as one.",
        met: async (lab) => {
          const script = await lab.file("arranca.sh");
          return script !== undefined && !(/="-p 8010:80"/.test(script) && /"\$\{?opciones\}?"/.test(script));
        },
      },
    ],
    wrongTurns: [
      {
        es: 'El script sigue con `"$opciones"`: las comillas lo hacen un solo argumento.',
        en: 'The script still has `"$opciones"`: the quotes make it a single argument.',
        seen: async (lab) => /"\$\{?opciones\}?"/.test((await lab.file("arranca.sh")) ?? ""),
      },
      {
        es: "`tienda` está creada, pero no arrancó. Bórrala y ejecuta el script otra vez.",
        en: "`tienda` was created but did not start. Remove it and run the script again.",
        seen: (lab) => isCreated(lab, "tienda"),
      },
      {
        es: "`tienda` funciona, pero su 80 no está en el 8010.",
        en: "`tienda` runs, but its port 80 is not at 8010.",
        seen: (lab) => lab.runs("tienda"),
      },
    ],
  },
};
