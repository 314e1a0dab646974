import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

/** What a template prints of the installed plugin; "" when there is none of that name. */
const ofPlugin = async (lab: LabView, name: string, template: string) =>
  (await lab.ask(`docker plugin inspect -f '${template}' ${name}`)).output.trim();

const isInstalled = async (lab: LabView, name: string) =>
  (await ofPlugin(lab, name, "{{.PluginReference}}")).startsWith("docker.io/vieux/sshfs");

const isDebugging = async (lab: LabView) =>
  (await ofPlugin(lab, "almacen", "{{json .Settings.Env}}")).includes('"DEBUG=1"');

export const exercises: Exercises = {
  almacen: {
    goals: [
      {
        es: "`vieux/sshfs` está instalado con el nombre `almacen`, y encendido.",
        en: "`vieux/sshfs` is installed under the name `almacen`, and switched on.",
        met: async (lab) =>
          (await isInstalled(lab, "almacen")) && (await ofPlugin(lab, "almacen", "{{.Enabled}}")) === "true",
      },
      {
        es: "Tiene `DEBUG=1`.",
        en: "It has `DEBUG=1`.",
        met: isDebugging,
      },
      {
        es: "El volumen `copias` es suyo y apunta a `ana@almacen:/copias`.",
        en: "The volume `copias` is its own and points to `ana@almacen:/copias`.",
        met: (lab) => {
          const volume = lab.volume("copias");
          return (
            volume !== undefined &&
            /^almacen(:|$)/.test(volume.Driver) &&
            volume.Options?.sshcmd === "ana@almacen:/copias"
          );
        },
      },
    ],
    wrongTurns: [
      {
        es: "El plugin está, pero con su nombre de siempre. Quítalo e instálalo con `--alias almacen`.",
        en: "The plugin is there, but under its usual name. Remove it and install it with `--alias almacen`.",
        seen: async (lab) => !(await isInstalled(lab, "almacen")) && (await isInstalled(lab, "vieux/sshfs")),
      },
      {
        es: "`almacen` está apagado: enciéndelo con `docker plugin enable almacen`.",
        en: "`almacen` is switched off: turn it on with `docker plugin enable almacen`.",
        seen: async (lab) => (await ofPlugin(lab, "almacen", "{{.Enabled}}")) === "false",
      },
      {
        es: "`almacen` sigue con `DEBUG=0`. Los ajustes van al final de `install`, o con `set` cuando está apagado.",
        en: "`almacen` still has `DEBUG=0`. Settings go at the end of `install`, or with `set` while it is off.",
        seen: async (lab) => (await isInstalled(lab, "almacen")) && !(await isDebugging(lab)),
      },
      {
        es: "`copias` es del controlador `local`: faltó `-d almacen`. Bórralo y créalo otra vez.",
        en: "`copias` belongs to the `local` driver: `-d almacen` was missing. Remove it and create it again.",
        seen: (lab) => lab.volume("copias")?.Driver === "local",
      },
    ],
  },
};
