import { afterAll, bench, describe } from "vitest";
import type { HeadlessLab } from "../src/playground/headless-lab.ts";
import { labOf } from "./lab-of.ts";

/** How commands, snapshots and openings grow with the containers that run. */
for (const count of [0, 100, 1_000, 10_000]) {
  describe(`${count} containers`, async () => {
    let lab: HeadlessLab | undefined = await labOf(count);
    const run = async (line: string) => {
      await lab?.run("manager1", line);
    };
    const few = { iterations: 10, warmupIterations: 2, time: 0, warmupTime: 0 };
    const fewer = { iterations: 3, warmupIterations: 0, time: 0, warmupTime: 0 };

    bench("docker ps", () => run("docker ps"), few);
    bench("docker inspect by name", () => run("docker inspect c0"), few);
    bench("docker run -d, docker rm -f", () => run("docker run -d --name x alpine sleep 1d && docker rm -f x"), few);
    bench("store the lab", () => void JSON.stringify(lab?.lab.toJSON()), fewer);
    bench(
      "open the stored lab",
      async () => {
        await lab?.reopen();
      },
      fewer,
    );

    afterAll(() => {
      lab = undefined;
    });
  });
}
