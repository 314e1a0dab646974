import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const KEY_FILE = "caja/clave.txt";

const isBuilt = async (lab: LabView) => (await lab.image("caja:buena")) !== undefined;

/** Whether a word stands in what a command writes. */
async function isIn(lab: LabView, command: string, word: string | undefined): Promise<boolean> {
  return word !== undefined && word !== "" && (await lab.ask(`${command} | grep -qF -e '${word}'`)).exit === 0;
}

/** The key as the reader has it; a quote would end the line it is put in. */
const keyOf = async (lab: LabView) => (await lab.file(KEY_FILE))?.trim().replaceAll("'", "");

const fingerprintOf = async (lab: LabView) =>
  (await lab.ask(`test -s ${KEY_FILE} && sha256sum < ${KEY_FILE} | cut -d ' ' -f 1`)).output.trim();

/** Everything that travels with an image is in what `docker save` writes: its configuration, and its layers compressed. */
const TRAVELS =
  "{ docker save caja:buena; for blob in $(docker save caja:buena | tar t | grep blobs/sha256/.); " +
  "do docker save caja:buena | tar xO $blob | zcat; done; }";

const carriesFingerprint = async (lab: LabView) => (await isBuilt(lab)) && isIn(lab, TRAVELS, await fingerprintOf(lab));

const carriesKey = async (lab: LabView) => (await isBuilt(lab)) && isIn(lab, TRAVELS, await keyOf(lab));

const tellsKey = async (lab: LabView) =>
  (await isBuilt(lab)) &&
  isIn(lab, "{ docker history --no-trunc caja:buena; docker inspect caja:buena; }", await keyOf(lab));

export const exercises: Exercises = {
  caja: {
    goals: [
      { es: "Hay una imagen `caja:buena`.", en: "There is an image `caja:buena`.", met: isBuilt },
      {
        es: "Lleva la huella de `caja/clave.txt`.",
        en: "It carries the fingerprint of `caja/clave.txt`.",
        met: carriesFingerprint,
      },
      {
        es: "La clave no está ni en su historia ni en sus capas.",
        en: "The key is neither in its history nor in its layers.",
        met: async (lab) => (await isBuilt(lab)) && !(await carriesKey(lab)),
      },
    ],
    wrongTurns: [
      {
        es: "La clave está en la historia: entró por un `ARG` o un `ENV`. Un secreto montado no necesita ninguno.",
        en: "The key is in the history: it came in by an `ARG` or an `ENV`. A mounted secret needs neither.",
        seen: tellsKey,
      },
      {
        es: "Una capa trae la clave, aunque otra la borre después. No la copies: móntala en el `RUN` que la usa.",
        en: "A layer carries the key, even if another removes it later. Do not copy it: mount it in the `RUN` that uses it.",
        seen: carriesKey,
      },
      {
        es: "La imagen no lleva la huella de `clave.txt`. ¿Construiste con `--secret id=clave,src=caja/clave.txt`? Un secreto cambiado no repite un `RUN` que ya estaba en la caché: prueba con `--no-cache`.",
        en: "The image does not carry the fingerprint of `clave.txt`. Did you build with `--secret id=clave,src=caja/clave.txt`? A changed secret does not repeat a `RUN` that was in the cache: try `--no-cache`.",
        seen: async (lab) => (await isBuilt(lab)) && !(await carriesFingerprint(lab)),
      },
    ],
  },
};
