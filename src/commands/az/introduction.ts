import { languageOf } from "../../cli/not-simulated.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { Process } from "../../kernel/process.ts";

/** Says once in a lab that az and its cloud are a reconstruction, on standard error, so that no answer is mixed with it. */
export async function introduce(cloud: Cloud, { env, stderr }: Process): Promise<void> {
  if (cloud.state.introduced) return;
  cloud.state.introduced = true;
  const text =
    languageOf(env) === "es"
      ? "az y su nube están reconstruidos a partir de la documentación de Azure; la cuenta es de este laboratorio y nada cuesta dinero."
      : "az and its cloud are reconstructed from Azure's documentation; the account is this lab's, and nothing costs money.";
  await stderr.write(stderr.isTTY ? `\x1b[2m${text}\x1b[0m\n` : `${text}\n`);
}
