import type { ContainerInspect } from "../../engine/container/inspect.ts";
import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const LOG_PORT = "5959/tcp";

/** The container of a service of the project that is in the folder `registro`. */
async function containerOf(lab: LabView, service: string): Promise<ContainerInspect | undefined> {
  return (await lab.containers()).find(({ Config: { Labels } }) => {
    const labels = Labels ?? {};
    return labels["com.docker.compose.project"] === "registro" && labels["com.docker.compose.service"] === service;
  });
}

const notice = (lab: LabView) => containerOf(lab, "aviso");

/** Whether `aviso` was made to wait until Logstash is healthy, as Compose notes on the container. */
const waits = (container: ContainerInspect) =>
  (container.Config.Labels?.["com.docker.compose.depends_on"] ?? "").includes("logstash:service_healthy");

/** What Logstash has shown. */
async function shown(lab: LabView): Promise<string> {
  const logstash = await containerOf(lab, "logstash");
  return logstash ? (await lab.ask(`docker logs ${logstash.Id} 2>&1`)).output : "";
}

const hasEvent = async (lab: LabView) => /"hito" => "desplegado"/.test(await shown(lab));

/** Whether Logstash's port leads out, published by whichever container of the project. */
const isPublished = async (lab: LabView) =>
  (await lab.containers()).some(({ HostConfig }) => (HostConfig.PortBindings?.[LOG_PORT]?.length ?? 0) > 0);

export const exercises: Exercises = {
  aviso: {
    goals: [
      {
        es: "`aviso` espera a que Logstash esté sano.",
        en: "`aviso` waits until Logstash is healthy.",
        met: async (lab) => {
          const container = await notice(lab);
          return container !== undefined && waits(container);
        },
      },
      {
        es: "Ha terminado, con código 0.",
        en: "It has ended, with code 0.",
        met: async (lab) => {
          const state = (await notice(lab))?.State;
          return state?.Status === "exited" && state.ExitCode === 0;
        },
      },
      {
        es: "Logstash muestra su evento, con el campo `hito`, y su puerto 5959 no está publicado.",
        en: "Logstash shows its event, with the field `hito`, and its port 5959 is not published.",
        met: async (lab) => (await hasEvent(lab)) && !(await isPublished(lab)),
      },
    ],
    wrongTurns: [
      {
        es: "El 5959 está publicado: cualquiera puede escribir en tus logs. Quita esos `ports`; por la red del proyecto ya se llega.",
        en: "5959 is published: anybody can write to your logs. Remove those `ports`; the project's network reaches it already.",
        seen: isPublished,
      },
      {
        es: "`aviso` no espera a la salud de Logstash. Una lista en `depends_on` solo espera a que arranque: hace falta `condition: service_healthy`.",
        en: "`aviso` does not wait for Logstash's health. A list in `depends_on` waits for the start only: it takes `condition: service_healthy`.",
        seen: async (lab) => {
          const container = await notice(lab);
          return container !== undefined && !waits(container);
        },
      },
      {
        es: "`aviso` sigue en marcha. ¿Le has puesto `command`? Sin él arranca la web de su imagen, que no acaba.",
        en: "`aviso` is still running. Did you give it a `command`? Without one it starts its image's web service, which does not end.",
        seen: async (lab) => (await notice(lab))?.State.Running === true,
      },
      {
        es: "`aviso` ha terminado con un error. Mira `docker compose logs aviso`.",
        en: "`aviso` ended with an error. Look at `docker compose logs aviso`.",
        seen: async (lab) => ((await notice(lab))?.State.ExitCode ?? 0) !== 0,
      },
      {
        es: "A Logstash le ha llegado algo que no es JSON (`_jsonparsefailure`). Las comillas dobles tienen que llegar hasta él.",
        en: "Something that is not JSON reached Logstash (`_jsonparsefailure`). The double quotes must get as far as it.",
        seen: async (lab) => (await shown(lab)).includes("_jsonparsefailure") && !(await hasEvent(lab)),
      },
    ],
  },
};
