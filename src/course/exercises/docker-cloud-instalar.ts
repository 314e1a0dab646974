import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const IMAGE = "nube2018";

const entrypointOf = async (lab: LabView) => (await lab.image(IMAGE))?.Config?.Entrypoint?.join(" ");
const trial = (lab: LabView) => lab.container("prueba");
const saysVersion = async (lab: LabView) =>
  (await lab.ask("docker logs prueba 2>&1")).output.includes("docker-cloud 1.");

export const exercises: Exercises = {
  "cliente-en-imagen": {
    goals: [
      {
        es: "Hay una imagen `nube2018` que ejecuta `docker-cloud`.",
        en: "There is an image `nube2018` that runs `docker-cloud`.",
        met: async (lab) => (await entrypointOf(lab)) === "docker-cloud",
      },
      {
        es: "El contenedor `prueba`, de esa imagen, dijo su versión y terminó con código 0.",
        en: "The container `prueba`, of that image, told its version and ended with code 0.",
        met: async (lab) => {
          const found = await trial(lab);
          return (
            found?.Config.Image === IMAGE &&
            found.State.Status === "exited" &&
            found.State.ExitCode === 0 &&
            (await saysVersion(lab))
          );
        },
      },
      {
        es: "`pyenv` está en la versión 3.14.2.",
        en: "`pyenv` is at version 3.14.2.",
        met: async (lab) => (await lab.ask("cd /; pyenv global")).output === "3.14.2\n",
      },
    ],
    wrongTurns: [
      {
        es: "`nube2018` no tiene `docker-cloud` como ENTRYPOINT. Con CMD, lo que escribas detrás lo sustituye en vez de añadirse.",
        en: "`nube2018` has no `docker-cloud` as its ENTRYPOINT. With CMD, what you write behind replaces it instead of being added.",
        seen: async (lab) =>
          (await lab.image(IMAGE)) !== undefined && !(await entrypointOf(lab))?.includes("docker-cloud"),
      },
      {
        es: 'ENTRYPOINT va en la forma de lista, `["docker-cloud"]`. En la otra, un shell se queda con los argumentos.',
        en: 'ENTRYPOINT goes in its list form, `["docker-cloud"]`. In the other one, a shell keeps the arguments.',
        seen: async (lab) => (await entrypointOf(lab))?.startsWith("/bin/sh") === true,
      },
      {
        es: "`prueba` acabó mal. Mira `docker logs prueba`: si habla de `exceptions`, la base es un Python 3.",
        en: "`prueba` ended badly. Look at `docker logs prueba`: if it speaks of `exceptions`, the base is a Python 3.",
        seen: async (lab) => ((await trial(lab))?.State.ExitCode ?? 0) !== 0,
      },
    ],
  },
};
