import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

/** A port nobody is asked to publish. */
const NOBODY = 8099;

/** Whether the reader's test says that the service on a port is fine. */
const passes = async (lab: LabView, port: number) =>
  (await lab.ask(`bash prueba.sh http://localhost:${port}`)).exit === 0;

const hasMilestones = async (lab: LabView, port: number) =>
  (await lab.ask(`curl -s http://localhost:${port}/one/0`)).output.includes('"nombre"');

const answers = async (lab: LabView, port: number) =>
  (await lab.ask(`curl -s http://localhost:${port}/status`)).output.includes('"status"');

const bothAsTold = async (lab: LabView) =>
  (await hasMilestones(lab, 8001)) && (await answers(lab, 8002)) && !(await hasMilestones(lab, 8002));

export const exercises: Exercises = {
  "prueba-que-suspende": {
    goals: [
      {
        es: "En el 8001 responde un servicio con hitos, y en el 8002 uno sin ellos.",
        en: "A service with milestones answers at 8001, and one without them at 8002.",
        met: bothAsTold,
      },
      {
        es: "`prueba.sh` termina bien con el del 8001.",
        en: "`prueba.sh` ends well with the one at 8001.",
        met: (lab) => passes(lab, 8001),
      },
      {
        es: "`prueba.sh` termina con error con el del 8002.",
        en: "`prueba.sh` ends with an error with the one at 8002.",
        met: async (lab) => (await lab.file("prueba.sh")) !== undefined && !(await passes(lab, 8002)),
      },
      {
        es: "Y con error donde no hay nadie.",
        en: "And with an error where there is nobody.",
        met: async (lab) => (await lab.file("prueba.sh")) !== undefined && !(await passes(lab, NOBODY)),
      },
    ],
    wrongTurns: [
      {
        es: "No encuentro `prueba.sh` en la carpeta del curso. Escríbela ahí.",
        en: "There is no `prueba.sh` in the course's folder. Write it there.",
        seen: async (lab) => (await lab.file("prueba.sh")) === undefined,
      },
      {
        es: "Los dos servicios no están como pide el enunciado: `vacio` va sin datos y `bueno` con ellos.",
        en: "The two services are not as the exercise asks: `vacio` has no data, and `bueno` has.",
        seen: async (lab) => !(await bothAsTold(lab)),
      },
      {
        es: "Tu prueba no mira la dirección que le dan: da por bueno hasta un sitio donde no hay nadie. Es `$1`.",
        en: "Your test does not look at the address it is given: it passes even where there is nobody. It is `$1`.",
        seen: (lab) => passes(lab, NOBODY),
      },
      {
        es: "Da por buenos a los dos: solo mira `/status`, o falta `exit 1`. Pregunta por algo que dependa de los datos.",
        en: "It passes both: it only looks at `/status`, or lacks `exit 1`. Ask for something that depends on the data.",
        seen: async (lab) => (await passes(lab, 8001)) && (await passes(lab, 8002)),
      },
      {
        es: "Falla también con el bueno. Ejecútala con `bash -x prueba.sh http://localhost:8001` y mira qué compara.",
        en: "It fails the good one, too. Run it with `bash -x prueba.sh http://localhost:8001` and see what it compares.",
        seen: async (lab) => !(await passes(lab, 8001)),
      },
    ],
  },
};
