import { languageOf } from "../../cli/not-simulated.ts";
import type { Process } from "../../kernel/process.ts";
import type { MachineStore } from "./machine-store.ts";

/** Says once, before there is any machine, that docker-machine is a reconstruction; on standard error, so that no answer is mixed with it. */
export async function introduce({ env, files, stderr }: Process, store: MachineStore): Promise<void> {
  if (files.exists(store.folder)) return;
  files.mkdir(store.folder, { recursive: true, mode: 0o700 });
  const text =
    languageOf(env) === "es"
      ? "docker-machine ya no existe: este está reconstruido a partir de su código y su documentación (0.16.2, de 2019). Sus máquinas se añaden al laboratorio y usan el Docker de las demás."
      : "docker-machine is gone: this one is reconstructed from its source and documentation (0.16.2, of 2019). Its machines are added to the lab and use the Docker of all others.";
  await stderr.write(stderr.isTTY ? `\x1b[2m${text}\x1b[0m\n` : `${text}\n`);
}
