import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

const text = async (lab: LabView, path: string) => (await lab.file(path))?.trim();

async function addressOfWeb(lab: LabView): Promise<string | undefined> {
  const web = await lab.container("web");
  return web && Object.values(web.NetworkSettings.Networks)[0]?.IPAddress;
}

const layersOfNginx = async (lab: LabView) => (await lab.image("nginx"))?.RootFS.Layers?.length;

export const exercises: Exercises = {
  ficha: {
    goals: [
      {
        es: "`web` está en marcha, de la imagen `nginx`.",
        en: "`web` is running, from the image `nginx`.",
        met: async (lab) => {
          const web = await lab.container("web");
          return web?.State.Running === true && /^nginx(:|$)/.test(web.Config.Image);
        },
      },
      {
        es: "`ip.txt` tiene la dirección de `web`.",
        en: "`ip.txt` holds the address of `web`.",
        met: async (lab) => {
          const address = await addressOfWeb(lab);
          return address !== undefined && address !== "" && (await text(lab, "ip.txt")) === address;
        },
      },
      {
        es: "`puerto.txt` tiene el puerto que anuncia `nginx`.",
        en: "`puerto.txt` holds the port that `nginx` announces.",
        met: async (lab) => {
          const [port] = Object.keys((await lab.image("nginx"))?.Config?.ExposedPorts ?? {});
          return port !== undefined && [port, port.replace("/tcp", "")].includes((await text(lab, "puerto.txt")) ?? "");
        },
      },
      {
        es: "`capas.txt` dice cuántas capas tiene `nginx`.",
        en: "`capas.txt` tells how many layers `nginx` has.",
        met: async (lab) => {
          const layers = await layersOfNginx(lab);
          return layers !== undefined && (await text(lab, "capas.txt")) === String(layers);
        },
      },
    ],
    wrongTurns: [
      {
        es: "En un fichero hay comillas o texto de más. Usa una plantilla con `-f`, o `jq -r`.",
        en: "One of the files has quotes or more text than it should. Use a template with `-f`, or `jq -r`.",
        seen: async (lab) => {
          const found = await Promise.all(["ip.txt", "puerto.txt", "capas.txt"].map((path) => text(lab, path)));
          return found.some((each) => each !== undefined && /["{}[\]\n]/.test(each));
        },
      },
      {
        es: "`capas.txt` cuenta más que capas: `docker history` lista también los pasos de `0B`. Cuenta `RootFS.Layers`.",
        en: "`capas.txt` counts more than layers: `docker history` lists steps of `0B` too. Count `RootFS.Layers`.",
        seen: async (lab) => Number(await text(lab, "capas.txt")) > ((await layersOfNginx(lab)) ?? Infinity),
      },
      {
        es: "La dirección de `ip.txt` no es la de `web` ahora: puede cambiar cuando un contenedor se recrea.",
        en: "The address in `ip.txt` is not the one `web` has now: it may change when a container is recreated.",
        seen: async (lab) => {
          const written = await text(lab, "ip.txt");
          return /^[\d.]+$/.test(written ?? "") && written !== (await addressOfWeb(lab));
        },
      },
      {
        es: "`web` está parado. Arráncalo en segundo plano, con `-d`.",
        en: "`web` has stopped. Start it in the background, with `-d`.",
        seen: async (lab) => (await lab.container("web"))?.State.Status === "exited",
      },
    ],
  },
};
