import { createContainer } from "../src/engine/container/create.ts";
import { startContainer } from "../src/engine/container/start.ts";
import type { Engine } from "../src/engine/engine.ts";
import { HeadlessLab } from "../src/playground/headless-lab.ts";

/** A lab whose manager1 runs so many containers of alpine, each a `sleep`. */
export async function labOf(count: number): Promise<HeadlessLab> {
  const lab = new HeadlessLab();
  await lab.run("manager1", "docker pull --quiet alpine");
  const engine = engineOf(lab);
  for (let i = 0; i < count; i++) {
    const config = { Image: "alpine", Cmd: ["sleep", "1000000"] };
    const { Id } = await lab.settle(createContainer(engine, { name: `c${i}`, config }));
    await lab.settle(startContainer(engine, Id));
  }
  return lab;
}

function engineOf(lab: HeadlessLab): Engine {
  const host = lab.lab.hosts.get("manager1");
  if (!host) throw new Error("no manager1 in the lab");
  return host.engine;
}
