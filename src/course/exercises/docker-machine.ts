import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "en-otra-maquina": {
    goals: [
      {
        es: "Hay una máquina `banco`, encendida y con Docker.",
        en: "There is a machine `banco`, switched on and with Docker.",
        met: async (lab) => (await lab.ask("docker-machine status banco")).output === "Running\n",
      },
      {
        es: "El contenedor `web` corre en `banco` y publica el 8080.",
        en: "The container `web` runs on `banco` and publishes 8080.",
        met: async (lab) => {
          const web = await lab.findHost("banco")?.container("web");
          return web?.State.Running === true && web.NetworkSettings.Ports["80/tcp"]?.[0]?.HostPort === "8080";
        },
      },
      {
        es: "En `manager1` no hay ningún contenedor.",
        en: "There is no container on `manager1`.",
        met: async (lab) => lab.findHost("banco") !== undefined && (await lab.containers()).length === 0,
      },
    ],
    wrongTurns: [
      {
        es: "`web` está en `manager1`: `docker` le hablaba al de aquí. Bórralo, haz `eval $(docker-machine env banco)` y repite.",
        en: "`web` is on `manager1`: `docker` was speaking to the one here. Remove it, do `eval $(docker-machine env banco)` and try again.",
        seen: async (lab) => (await lab.container("web")) !== undefined,
      },
      {
        es: "`banco` está apagada. `docker-machine start banco` la enciende.",
        en: "`banco` is switched off. `docker-machine start banco` switches it on.",
        seen: async (lab) => (await lab.ask("docker-machine status banco")).output === "Stopped\n",
      },
      {
        es: "`web` corre en `banco`, pero sin el 8080. Los puertos se dicen al crear: bórralo y ponle `-p 8080:80`.",
        en: "`web` runs on `banco`, but without 8080. Ports are told when it is created: remove it and give it `-p 8080:80`.",
        seen: async (lab) => {
          const web = await lab.findHost("banco")?.container("web");
          return web !== undefined && web.NetworkSettings.Ports["80/tcp"]?.[0]?.HostPort !== "8080";
        },
      },
    ],
  },
};
