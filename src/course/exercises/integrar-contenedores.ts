import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const REPOSITORY = "regplatzi.azurecr.io/hitos";

const app = (lab: LabView) => lab.cloud.apps["platzi-curso/hitos"];
const isBuilt = (lab: LabView) => lab.pushedTags(REPOSITORY).includes("v2");
const isUsed = (lab: LabView) => app(lab)?.image === `${REPOSITORY}:v2`;

/** What the app answers to the world; nothing when it has no public address, or nobody is behind it. */
async function answerOf(lab: LabView, path: string): Promise<string> {
  const found = app(lab);
  if (found?.ip === undefined || found.fqdn === undefined) return "";
  return (await lab.ask(`curl -s -m 5 http://${found.fqdn}${path}`)).output;
}

const answers = async (lab: LabView) => (await answerOf(lab, "/status")).includes("OK");
const hasMilestones = async (lab: LabView) => (await answerOf(lab, "/one/0")).includes('"nombre"');

export const exercises: Exercises = {
  "hitos-v2": {
    goals: [
      {
        es: "El registro `regplatzi` tiene `hitos:v2`.",
        en: "The registry `regplatzi` has `hitos:v2`.",
        met: isBuilt,
      },
      { es: "La aplicación `hitos` la usa.", en: "The app `hitos` uses it.", met: isUsed },
      {
        es: "En su dirección pública, `/one/0` responde con un hito.",
        en: "At its public address, `/one/0` answers with a milestone.",
        met: async (lab) => isUsed(lab) && (await hasMilestones(lab)),
      },
    ],
    wrongTurns: [
      {
        es: "La imagen está, pero la aplicación sigue con la anterior: construir no despliega. Repite `az containerapp up`.",
        en: "The image is there, but the app still has the one before: to build is not to deploy. Repeat `az containerapp up`.",
        seen: (lab) => isBuilt(lab) && app(lab) !== undefined && !isUsed(lab),
      },
      {
        es: "La aplicación no tiene dirección pública. Le falta `--ingress external`, con `--target-port`.",
        en: "The app has no public address. It lacks `--ingress external`, with `--target-port`.",
        seen: (lab) => isUsed(lab) && app(lab)?.ip === undefined,
      },
      {
        es: "Nadie contesta en esa dirección. ¿Es `--target-port` el puerto en el que escucha el programa? El suyo es el 80.",
        en: "Nobody answers at that address. Is `--target-port` the port the program listens on? Its own is 80.",
        seen: async (lab) => isUsed(lab) && !(await answers(lab)),
      },
      {
        es: "La versión 2 está en marcha, sin hitos. El programa los busca en `/src/data/hitos.json`: mira adónde copia tu Dockerfile.",
        en: "Version 2 is running, without milestones. The program looks in `/src/data/hitos.json`: see where your Dockerfile copies to.",
        seen: async (lab) => isUsed(lab) && (await answers(lab)) && !(await hasMilestones(lab)),
      },
    ],
  },
};
