import type { Exercises } from "../exercise.ts";
import type { HostView, LabView } from "../lab-view.ts";

const KEYRINGS = "/etc/apt/keyrings";

const worker = (lab: LabView): HostView => lab.host("worker1");

/** What is written of download.docker.com among the machine's sources of packages. */
async function dockerSource(lab: LabView): Promise<string> {
  const { output } = await worker(lab).ask("grep -rh -B9 -A9 download.docker.com /etc/apt/sources.list.d");
  return output;
}

/** The key that the source names, where it is a key. */
async function key(lab: LabView): Promise<string | undefined> {
  const { output } = await worker(lab).ask(`grep -rl 'BEGIN PGP PUBLIC KEY' ${KEYRINGS}`);
  return output.trim() || undefined;
}

const known = async (lab: LabView) =>
  (await worker(lab).ask("apt-cache policy docker-ce")).output.includes("https://download.docker.com/linux/debian");

export const exercises: Exercises = {
  "poner-al-dia": {
    goals: [
      {
        es: "La clave de Docker está en `/etc/apt/keyrings` de `worker1`.",
        en: "Docker's key is in `/etc/apt/keyrings` of `worker1`.",
        met: async (lab) => (await key(lab)) !== undefined,
      },
      {
        es: "Una fuente nombra el repositorio de Docker y la clave que lo firma.",
        en: "A source names Docker's repository and the key that signs it.",
        met: async (lab) => /signed-by[:=]\s*\/etc\/apt\/keyrings\//i.test(await dockerSource(lab)),
      },
      {
        es: "`apt` conoce lo que hay en él.",
        en: "`apt` knows what is in it.",
        met: known,
      },
      {
        es: "Docker sigue instalado.",
        en: "Docker is still installed.",
        met: async (lab) => (await known(lab)) && (await worker(lab).ask("which dockerd")).exit === 0,
      },
    ],
    wrongTurns: [
      {
        es: "La fuente apunta a los paquetes de Ubuntu, y `worker1` es una Debian.",
        en: "The source points to Ubuntu's packages, and `worker1` is a Debian.",
        seen: async (lab) => (await dockerSource(lab)).includes("/linux/ubuntu"),
      },
      {
        es: "La fuente no nombra ninguna clave: falta la línea `Signed-By`.",
        en: "The source names no key: the `Signed-By` line is missing.",
        seen: async (lab) => {
          const source = await dockerSource(lab);
          return source !== "" && !/signed-by/i.test(source);
        },
      },
      {
        es: "La fuente nombra una clave que no está. Bájala con `curl` a `/etc/apt/keyrings/docker.asc`.",
        en: "The source names a key that is not there. Fetch it with `curl` to `/etc/apt/keyrings/docker.asc`.",
        seen: async (lab) => (await dockerSource(lab)) !== "" && (await key(lab)) === undefined,
      },
      {
        es: "Todo está escrito, pero `apt` aún no lo ha leído: falta `apt-get update`.",
        en: "It is all written, but `apt` has not read it yet: `apt-get update` is missing.",
        seen: async (lab) => (await dockerSource(lab)) !== "" && !(await known(lab)),
      },
    ],
  },
};
