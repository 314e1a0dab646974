import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

/** The names in the list that was kept; undefined when the file is not there or is no such list. */
async function namesInList(lab: LabView): Promise<string[] | undefined> {
  const text = await lab.file("lista.json");
  if (text === undefined) return undefined;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((each: unknown) => {
    const names = typeof each === "object" && each !== null && "Names" in each ? each.Names : [];
    return Array.isArray(names) ? names.map(String) : [];
  });
}

export const exercises: Exercises = {
  "por-la-api": {
    goals: [
      {
        es: "`nuevo` está en marcha.",
        en: "`nuevo` is running.",
        met: (lab) => lab.runs("nuevo"),
      },
      {
        es: "`viejo` ya no existe.",
        en: "`viejo` no longer exists.",
        met: async (lab) => (await lab.container("viejo")) === undefined,
      },
      {
        es: "`lista.json` es la lista que da la API, con `nuevo` y sin `viejo`.",
        en: "`lista.json` is the list the API gives, with `nuevo` and without `viejo`.",
        met: async (lab) => {
          const names = await namesInList(lab);
          return names?.includes("/nuevo") === true && !names.includes("/viejo");
        },
      },
    ],
    wrongTurns: [
      {
        es: "`viejo` está en marcha: la API responde `409` si intentas borrarlo así. Páralo antes, con un `POST` a `/stop`.",
        en: "`viejo` is running: the API answers `409` if you try to remove it like that. Stop it first, with a `POST` to `/stop`.",
        seen: (lab) => lab.runs("viejo"),
      },
      {
        es: "`viejo` está parado, pero sigue ahí. Falta el `DELETE`.",
        en: "`viejo` has stopped, but is still there. The `DELETE` is missing.",
        seen: async (lab) => (await lab.container("viejo")) !== undefined,
      },
      {
        es: "`lista.json` lleva cabeceras: repite la petición sin `-i`.",
        en: "`lista.json` has headers in it: repeat the request without `-i`.",
        seen: async (lab) => (await lab.file("lista.json"))?.startsWith("HTTP/") === true,
      },
      {
        es: "`lista.json` es de antes: pídela otra vez ahora que `nuevo` está en marcha.",
        en: "`lista.json` is from before: ask for it again now that `nuevo` is running.",
        seen: async (lab) => {
          const names = await namesInList(lab);
          return names !== undefined && (!names.includes("/nuevo") || names.includes("/viejo"));
        },
      },
    ],
  },
};
