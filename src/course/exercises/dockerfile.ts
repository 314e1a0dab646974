import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

/** What `docker history` says of each step of an image, one a line; empty when there is none. */
async function historyOf(lab: LabView, image: string): Promise<string> {
  return (await lab.ask(`docker history --no-trunc --format '{{.CreatedBy}}' ${image}`)).output;
}

/** The key that was given to the build of `conclave`, as its history has it. */
async function leakedKey(lab: LabView): Promise<string | undefined> {
  return /^ARG CLAVE=(\S+)/m.exec(await historyOf(lab, "conclave"))?.[1];
}

const written = async (lab: LabView) => (await lab.file("hallada.txt"))?.trim();

export const exercises: Exercises = {
  "comillas-simples": {
    goals: [
      {
        es: "El `CMD` de la imagen `comillas` es una lista que empieza por `python3`.",
        en: "The `CMD` of the image `comillas` is a list that begins with `python3`.",
        met: async (lab) => (await lab.image("comillas"))?.Config.Cmd?.[0] === "python3",
      },
      {
        es: "`arreglado` está en marcha y sale de esa imagen.",
        en: "`arreglado` is running, and comes from that image.",
        met: async (lab) => {
          const [container, image] = await Promise.all([lab.container("arreglado"), lab.image("comillas")]);
          return container?.State.Running === true && container.Image === image?.Id;
        },
      },
    ],
    wrongTurns: [
      {
        es: "El Dockerfile ya está bien, pero la imagen es la de antes. Constrúyela otra vez.",
        en: "The Dockerfile is right now, but the image is the old one. Build it again.",
        seen: async (lab) => {
          const text = (await lab.file("comillas/Dockerfile")) ?? "";
          return /^CMD \["python3"/m.test(text) && (await lab.image("comillas"))?.Config.Cmd?.[0] !== "python3";
        },
      },
      {
        es: "`CMD` sigue en comillas simples: Docker se lo da entero a `/bin/sh -c`.",
        en: "`CMD` still has single quotes: Docker hands all of it to `/bin/sh -c`.",
        seen: async (lab) => /^CMD \['/m.test((await lab.file("comillas/Dockerfile")) ?? ""),
      },
      {
        es: "Ese contenedor es de la imagen vieja: un contenedor no cambia con su imagen. Bórralo y créalo de nuevo.",
        en: "That container is from the old image: a container does not change with its image. Remove it and create it again.",
        seen: async (lab) => (await lab.container("arreglado")) !== undefined,
      },
    ],
  },
  "secreto-en-una-capa": {
    goals: [
      {
        es: "`hallada.txt` contiene la clave que guarda `conclave`.",
        en: "`hallada.txt` holds the key that is kept in `conclave`.",
        met: async (lab) => {
          const key = await leakedKey(lab);
          return key !== undefined && (await written(lab)) === key;
        },
      },
      {
        es: "`sinclave` usa `/run/secrets/clave`, y su historia no dice la clave.",
        en: "`sinclave` uses `/run/secrets/clave`, and its history does not tell the key.",
        met: async (lab) => {
          const [history, key] = await Promise.all([historyOf(lab, "sinclave"), leakedKey(lab)]);
          return history.includes("/run/secrets/clave") && key !== undefined && !history.includes(key);
        },
      },
    ],
    wrongTurns: [
      {
        es: "La clave está también en la historia de `sinclave`. Quita `ARG` y `ENV`: un secreto no va en ninguno de los dos.",
        en: "The key is in the history of `sinclave` too. Drop `ARG` and `ENV`: a secret goes in neither.",
        seen: async (lab) => {
          const key = await leakedKey(lab);
          return key !== undefined && (await historyOf(lab, "sinclave")).includes(key);
        },
      },
      {
        es: "Copiar el fichero de la clave lo deja en una capa. Con `--mount=type=secret` solo está durante el paso.",
        en: "Copying the key's file leaves it in a layer. With `--mount=type=secret` it is there during the step only.",
        seen: async (lab) => /^(?:COPY|ADD) .*(?:hallada|clave)/m.test(await historyOf(lab, "sinclave")),
      },
      {
        es: "Lo que hay en `hallada.txt` no es la clave: solo el valor, sin `CLAVE=` ni nada más.",
        en: "What is in `hallada.txt` is not the key: just the value, without `CLAVE=` or anything else.",
        seen: async (lab) => {
          const text = await written(lab);
          return text !== undefined && text !== (await leakedKey(lab));
        },
      },
    ],
  },
};
