import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

/** What is mounted in a container at a path; undefined when nothing is. */
async function mountAt(lab: LabView, container: string, path: string) {
  return (await lab.container(container))?.Mounts.find(({ Destination }) => Destination === path);
}

/** The text of the note in the volume, where the volume says that its files are. */
async function noteIn(lab: LabView): Promise<string | undefined> {
  const volume = lab.volume("diario");
  return volume && lab.file(`${volume.Mountpoint}/nota.txt`);
}

export const exercises: Exercises = {
  "volumen-que-tapa": {
    goals: [
      {
        es: "`web` está en marcha, con tu carpeta `data` en `/src/data`.",
        en: "`web` is running, with your folder `data` at `/src/data`.",
        met: async (lab) =>
          (await lab.runs("web")) && (await mountAt(lab, "web", "/src/data"))?.Source === "/root/curso/data",
      },
      {
        es: "En el puerto 8020 responde con los hitos.",
        en: "At port 8020 it answers with the milestones.",
        met: async (lab) => (await lab.ask("curl -s localhost:8020/one/0")).output.includes('"nombre"'),
      },
    ],
    wrongTurns: [
      {
        es: "El montaje sigue en `/src`, y ahí está el programa. Monta solo en `/src/data`.",
        en: "The mount is still at `/src`, and that is where the program is. Mount at `/src/data` only.",
        seen: async (lab) => (await mountAt(lab, "web", "/src")) !== undefined,
      },
      {
        es: "Eso es un volumen, no tu carpeta: la ruta de la izquierda debe empezar por `/` o `./`.",
        en: "That is a volume, not your folder: the path on the left must begin with `/` or `./`.",
        seen: async (lab) => (await mountAt(lab, "web", "/src/data"))?.Type === "volume",
      },
      {
        es: "`web` funciona, pero sin datos: no hay nada montado en `/src/data`.",
        en: "`web` runs, but without data: nothing is mounted at `/src/data`.",
        seen: async (lab) => (await lab.runs("web")) && (await mountAt(lab, "web", "/src/data")) === undefined,
      },
      {
        es: "El contenedor está bien, pero nadie responde en el 8020: revisa `-p`.",
        en: "The container is fine, but nobody answers at 8020: check `-p`.",
        seen: (lab) => lab.runs("web"),
      },
    ],
  },
  "que-sobreviva": {
    goals: [
      {
        es: "El volumen `diario` tiene un fichero `nota.txt` con algo escrito.",
        en: "The volume `diario` has a file `nota.txt` with something in it.",
        met: async (lab) => ((await noteIn(lab)) ?? "").trim() !== "",
      },
      {
        es: "`lector` está en marcha y tiene `diario` en `/notas`, solo para leer.",
        en: "`lector` is running and has `diario` at `/notas`, for reading only.",
        met: async (lab) => {
          const mount = await mountAt(lab, "lector", "/notas");
          return (await lab.runs("lector")) && mount?.Name === "diario" && !mount.RW;
        },
      },
    ],
    wrongTurns: [
      {
        es: "`lector` puede escribir: le falta `:ro`. Los montajes se deciden al crear, así que hay que recrearlo.",
        en: "`lector` can write: it lacks `:ro`. Mounts are decided on creation, so it has to be created again.",
        seen: async (lab) => (await mountAt(lab, "lector", "/notas"))?.RW === true,
      },
      {
        es: "`lector` tiene en `/notas` una carpeta de la máquina, no el volumen. Escribe solo el nombre: `diario`.",
        en: "`lector` has a folder of the machine at `/notas`, not the volume. Write the bare name: `diario`.",
        seen: async (lab) => (await mountAt(lab, "lector", "/notas"))?.Type === "bind",
      },
      {
        es: "El volumen está, pero sin `nota.txt`. ¿Escribiste dentro de la carpeta montada?",
        en: "The volume is there, but without `nota.txt`. Did you write inside the mounted folder?",
        seen: async (lab) => lab.volume("diario") !== undefined && (await noteIn(lab)) === undefined,
      },
      {
        es: "`lector` se ha parado: dale una orden que dure, como `sleep 600`.",
        en: "`lector` has stopped: give it a command that lasts, like `sleep 600`.",
        seen: async (lab) => (await lab.container("lector"))?.State.Status === "exited",
      },
    ],
  },
};
