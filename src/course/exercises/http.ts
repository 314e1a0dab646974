import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const WANTED = ["200", "404", "501"];

/** What was written, line by line; undefined when the file is not there. */
const codes = async (lab: LabView) => (await lab.file("codigos.txt"))?.trim().split(/\s*\n\s*/);

const answersWithoutPort = async (lab: LabView) =>
  (await lab.ask("curl -s http://localhost/status")).output.includes('"status"');

export const exercises: Exercises = {
  "tres-codigos": {
    goals: [
      {
        es: "`servicio` está en marcha.",
        en: "`servicio` is running.",
        met: (lab) => lab.runs("servicio"),
      },
      {
        es: "El servicio responde en `http://localhost/status`.",
        en: "The service answers at `http://localhost/status`.",
        met: answersWithoutPort,
      },
      {
        es: "`codigos.txt` tiene los tres códigos, en orden.",
        en: "`codigos.txt` holds the three codes, in order.",
        met: async (lab) => (await codes(lab))?.join() === WANTED.join(),
      },
    ],
    wrongTurns: [
      {
        es: "Ahí responde otro servidor, no el de los hitos. Mira en `docker ps` quién tiene el puerto 80.",
        en: "Another server answers there, not the one with the milestones. See in `docker ps` who has port 80.",
        seen: async (lab) => {
          const { output, exit } = await lab.ask("curl -s http://localhost/status");
          return exit === 0 && !output.includes('"status"');
        },
      },
      {
        es: "`servicio` está en marcha, pero no publica su puerto 80 en el 80 de la máquina: `-p 80:80`.",
        en: "`servicio` is running, but does not publish its port 80 as the machine's port 80: `-p 80:80`.",
        seen: async (lab) => (await lab.runs("servicio")) && !(await answersWithoutPort(lab)),
      },
      {
        es: "Hay un `000` en `codigos.txt`: al preguntar no respondía nadie. Arranca el servicio y repite.",
        en: "There is a `000` in `codigos.txt`: nobody answered when you asked. Start the service and repeat.",
        seen: async (lab) => (await codes(lab))?.includes("000") === true,
      },
      {
        es: "En `codigos.txt` queda solo el último: `>` vacía el fichero cada vez. Para añadir, `>>`.",
        en: "Only the last one is in `codigos.txt`: `>` empties the file each time. To add, `>>`.",
        seen: async (lab) => (await codes(lab))?.length === 1,
      },
      {
        es: "En `codigos.txt` hay algo más que números. Con `-o /dev/null` se descarta el cuerpo.",
        en: "There is more than numbers in `codigos.txt`. `-o /dev/null` throws the body away.",
        seen: async (lab) => (await codes(lab))?.some((line) => !/^\d{3}$/.test(line)) === true,
      },
    ],
  },
};
