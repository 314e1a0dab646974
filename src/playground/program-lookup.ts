import { loadCommand } from "../commands/programs.ts";
import type { Program } from "../kernel/process.ts";
import { loadProgram } from "../programs/programs.ts";
import { bash } from "../shell/bash.ts";
import { connectToDocker } from "./docker-connection.ts";
import type { Host } from "./host.ts";
import type { Lab } from "./lab.ts";

/** Finds the program that a binary's name stands for, on a host and in its containers, loading it when first used. */
export function programLookup(lab: Lab, host: Host): (name: string) => Promise<Program | undefined> {
  /** Programs that act on the lab itself, not only on the machine they run on. */
  const ofTheLab: Record<string, () => Promise<Program>> = {
    docker: async () =>
      (await import("../cli/docker.ts")).docker((process, address) => connectToDocker(lab, host, process, address)),
  };
  for (const name of ["bash", "sh", "ash", "dash"]) ofTheLab[name] = () => Promise.resolve(bash);
  const loaded = new Map<string, Promise<Program | undefined>>();
  return (name) => {
    let program = loaded.get(name);
    if (!program) {
      const load = Object.hasOwn(ofTheLab, name) ? ofTheLab[name] : undefined;
      program = lab.clock.hold(load ? load() : Promise.resolve(loadCommand(name) ?? loadProgram(name)));
      loaded.set(name, program);
    }
    return program;
  };
}
