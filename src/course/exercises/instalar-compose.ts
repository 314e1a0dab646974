import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const PROGRAM = "/usr/local/bin/docker-compose";

const answers = async (lab: LabView, line: string) => (await lab.ask(line)).output.trim();
const executable = async (lab: LabView) => (await lab.ask(`test -x ${PROGRAM}`)).exit === 0;

export const exercises: Exercises = {
  guion: {
    goals: [
      {
        es: "Hay un programa `/usr/local/bin/docker-compose` que se puede ejecutar.",
        en: "There is a program `/usr/local/bin/docker-compose`, and it may be run.",
        met: executable,
      },
      {
        es: "`docker-compose version --short` dice lo mismo que `docker compose version --short`.",
        en: "`docker-compose version --short` says the same as `docker compose version --short`.",
        met: async (lab) =>
          (await executable(lab)) &&
          (await answers(lab, `${PROGRAM} version --short`)) === (await answers(lab, "docker compose version --short")),
      },
      {
        es: "Los argumentos con espacios llegan enteros.",
        en: "Arguments with spaces arrive whole.",
        met: async (lab) =>
          (await executable(lab)) && (await answers(lab, `${PROGRAM} -f 'a b.yml' ps 2>&1`)).includes("a b.yml"),
      },
    ],
    wrongTurns: [
      {
        es: "El fichero está, pero no se puede ejecutar: `chmod +x /usr/local/bin/docker-compose`.",
        en: "The file is there, but it may not be run: `chmod +x /usr/local/bin/docker-compose`.",
        seen: async (lab) => (await lab.file(PROGRAM)) !== undefined && !(await executable(lab)),
      },
      {
        es: 'El programa no pasa sus argumentos como llegaron. Usa `"$@"`, con las comillas dobles.',
        en: 'The program does not hand its arguments on as they came. Use `"$@"`, double quotes included.',
        seen: async (lab) => {
          const text = await lab.file(PROGRAM);
          return text !== undefined && !text.includes('"$@"');
        },
      },
      {
        es: "Has creado `docker-compose` en la carpeta del curso. El shell busca en las carpetas del `PATH`: llévalo a `/usr/local/bin`.",
        en: "You made `docker-compose` in the course's folder. The shell looks in the folders of `PATH`: move it to `/usr/local/bin`.",
        seen: async (lab) =>
          (await lab.file("docker-compose")) !== undefined && (await lab.file(PROGRAM)) === undefined,
      },
    ],
  },
};
