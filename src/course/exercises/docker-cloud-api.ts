import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const PYTHON = "/root/.pyenv/versions/2.7.14/bin/python";

/** What the script answers; its errors are left out. */
const answer = async (lab: LabView, argument = "") =>
  (await lab.ask(`${PYTHON} regiones.py ${argument}`)).output.trimEnd().split("\n");

const script = (lab: LabView) => lab.file("regiones.py");

const listsTheDefault = async (lab: LabView) => {
  const names = await answer(lab);
  return names.length === 13 && names.includes("fra1");
};

const listsAmazons = async (lab: LabView) => {
  const names = await answer(lab, "aws");
  return names.length === 9 && names.includes("sa-east-1");
};

const isSilent = async (lab: LabView, argument: string) => (await answer(lab, argument)).join("") === "";

export const exercises: Exercises = {
  regiones: {
    goals: [
      {
        es: "Sin argumento imprime los nombres de las 13 regiones de `digitalocean`.",
        en: "Without an argument it prints the names of the 13 regions of `digitalocean`.",
        met: listsTheDefault,
      },
      {
        es: "Con `aws` imprime las nueve suyas.",
        en: "With `aws` it prints the nine of that one.",
        met: listsAmazons,
      },
      {
        es: "Con `a` no imprime nada.",
        en: "With `a` it prints nothing.",
        met: async (lab) => (await listsTheDefault(lab)) && (await isSilent(lab, "a")),
      },
    ],
    wrongTurns: [
      {
        es: "No hay `regiones.py` en la carpeta del curso.",
        en: "There is no `regiones.py` in the course's folder.",
        seen: async (lab) => (await script(lab)) === undefined,
      },
      {
        es: "Falta Python 2.7.14 con la biblioteca: `pyenv install 2.7.14` y `pip install docker-cloud`.",
        en: "Python 2.7.14 with its library is missing: `pyenv install 2.7.14` and `pip install docker-cloud`.",
        seen: async (lab) => (await lab.ask(`${PYTHON} -c 'import dockercloud'`)).exit !== 0,
      },
      {
        es: "Aún salen paréntesis y comillas. En Python 2, `print (a, b)` imprime una tupla: imprime solo `r.name`.",
        en: "There are still brackets and quotes. In Python 2, `print (a, b)` prints a tuple: print just `r.name`.",
        seen: async (lab) => (await answer(lab)).some((line) => line.startsWith("(")),
      },
      {
        es: "El script acaba con un error. Ejecútalo y lee la última línea.",
        en: "The script ends with an error. Run it and read the last line.",
        seen: async (lab) => (await lab.ask(`${PYTHON} regiones.py`)).exit !== 0,
      },
      {
        es: "Ese `provider` es una ruta. Compararlo entero con `==` no da nunca: mira en qué acaba.",
        en: "That `provider` is a path. Compared whole with `==` it never matches: look at how it ends.",
        seen: (lab) => isSilent(lab, ""),
      },
      {
        es: "Con `a` todavía imprime regiones: buscas un trozo, y hay muchas aes en la ruta. Pregunta si acaba en `/` más el nombre más `/`.",
        en: "With `a` it still prints regions: you look for a piece, and the path has many an a. Ask whether it ends in `/`, the name, and `/`.",
        seen: async (lab) => !(await isSilent(lab, "a")),
      },
    ],
  },
};
