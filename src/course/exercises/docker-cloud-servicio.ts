import type { PublishedPort } from "../../swarm/service.ts";
import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const SERVICE = "platziws2";
/** As it was asked for: published on 0 when Docker is to choose. */
const askedPort = async (lab: LabView): Promise<PublishedPort | undefined> =>
  (await lab.service(SERVICE))?.spec.ports[0];

/** The port that a service has on every node. */
const portOf = async (lab: LabView, service: string): Promise<number | undefined> =>
  (await lab.service(service))?.ports[0]?.publishedPort;

async function wantedCopies(lab: LabView): Promise<number | undefined> {
  const mode = (await lab.service(SERVICE))?.spec.mode;
  return mode?.kind === "replicated" ? mode.replicas : undefined;
}

/** "3/3" when all that are wanted are running. */
async function copies(lab: LabView): Promise<string> {
  const { output } = await lab.ask("docker service ls --format '{{.Name}} {{.Replicas}}'");
  return new RegExp(`^${SERVICE} (\\S+)`, "m").exec(output)?.[1] ?? "";
}

/** The address in the file, when it is one. */
const writtenAddress = async (lab: LabView) =>
  /^http:\/\/[\w.:/-]+$/.exec(((await lab.file("direccion.txt")) ?? "").trim())?.[0];

/** The port that the written address names. */
const writtenPort = async (lab: LabView) =>
  Number(/^http:\/\/[^/:]+:(\d+)/.exec((await writtenAddress(lab)) ?? "")?.[1]);

async function answers(lab: LabView): Promise<boolean> {
  const address = await writtenAddress(lab);
  return address !== undefined && (await lab.ask(`curl -s -m 5 ${address}`)).output.includes("OK");
}

export const exercises: Exercises = {
  "puerto-elegido": {
    goals: [
      {
        es: "El servicio `platziws2` tiene tres copias en marcha.",
        en: "The service `platziws2` has three copies running.",
        met: async (lab) => (await copies(lab)) === "3/3",
      },
      {
        es: "Publica su puerto 80 en uno que ha elegido Docker.",
        en: "It publishes its port 80 on one that Docker chose.",
        met: async (lab) => {
          const port = await askedPort(lab);
          return port?.targetPort === 80 && port.publishedPort === 0;
        },
      },
      {
        es: "La dirección de `direccion.txt` es la suya, y responde.",
        en: "The address in `direccion.txt` is its own, and answers.",
        met: async (lab) => (await portOf(lab, SERVICE)) === (await writtenPort(lab)) && (await answers(lab)),
      },
    ],
    wrongTurns: [
      {
        es: "El servicio no publica ningún puerto: falta `-p 80`. Bórralo y créalo otra vez.",
        en: "The service publishes no port: `-p 80` is missing. Remove it and create it again.",
        seen: async (lab) => (await lab.service(SERVICE))?.spec.ports.length === 0,
      },
      {
        es: "Ese puerto lo has elegido tú. Con un solo número tras `-p`, lo elige Docker.",
        en: "That port is your choice. With a single number after `-p`, Docker chooses.",
        seen: async (lab) => ((await askedPort(lab))?.publishedPort ?? 0) !== 0,
      },
      {
        es: "El número de `-p` es el puerto de dentro, y este programa escucha en el 80.",
        en: "The number after `-p` is the port inside, and this program listens on 80.",
        seen: async (lab) => ((await askedPort(lab))?.targetPort ?? 80) !== 80,
      },
      {
        es: "Has pedido otro número de copias. `docker service scale platziws2=3` lo cambia sin borrarlo.",
        en: "You asked for another number of copies. `docker service scale platziws2=3` changes it without removing the service.",
        seen: async (lab) => ((await wantedCopies(lab)) ?? 3) !== 3,
      },
      {
        es: "`direccion.txt` apunta a `platziws1`. Los dos responden igual, pero cada servicio tiene su puerto.",
        en: "`direccion.txt` points to `platziws1`. Both answer the same, but each service has its port.",
        seen: async (lab) => (await portOf(lab, "platziws1")) === (await writtenPort(lab)),
      },
      {
        es: "En `direccion.txt` no hay una dirección que responda. Debe tener esta forma: `http://localhost:PUERTO/status`.",
        en: "There is no address in `direccion.txt` that answers. It has to look like this: `http://localhost:PORT/status`.",
        seen: async (lab) => (await lab.file("direccion.txt")) !== undefined && !(await answers(lab)),
      },
    ],
  },
};
