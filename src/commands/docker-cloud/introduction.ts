import { languageOf } from "../../cli/not-simulated.ts";
import type { DockerCloud } from "../../cloud/docker-cloud/docker-cloud.ts";
import type { Process } from "../../kernel/process.ts";

/** Says once in a lab that Docker Cloud is a reconstruction, on standard error, so that no answer is mixed with it. */
export async function introduceDockerCloud(cloud: DockerCloud, { env, stderr }: Process): Promise<void> {
  if (cloud.state.introduced) return;
  cloud.state.introduced = true;
  const text =
    languageOf(env) === "es"
      ? "Docker Cloud cerró en 2018: aquí está reconstruido a partir de su documentación y del código de su cliente. La cuenta es de este laboratorio, no hace falta «docker login» y nada cuesta dinero."
      : "Docker Cloud closed in 2018: it is reconstructed here from its documentation and its client's source. The account is this lab's, no \"docker login\" is needed, and nothing costs money.";
  await stderr.write(stderr.isTTY ? `\x1b[2m${text}\x1b[0m\n` : `${text}\n`);
}
