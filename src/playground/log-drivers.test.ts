import { describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

describe("where a container's log goes", () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output.trimEnd();
  const LINES = "alpine sh -c 'for i in $(seq 1 40); do echo linea $i; done'";

  it("of a rotated log only what is in its files is left", async () => {
    await run(`docker run --name rota --log-opt max-size=1k --log-opt max-file=2 ${LINES}`);
    const left = (await run("docker logs rota")).split("\n");
    // A line takes some 78 bytes: thirteen fill a file, and the last began a fourth.
    expect(left[0]).toBe("linea 27");
    expect(left.at(-1)).toBe("linea 40");
    await run(`docker run --name una --log-opt max-size=1k ${LINES}`);
    expect(await run("docker logs una")).toBe("linea 40");
    await run(`docker run --name toda ${LINES}`);
    expect(await run("docker logs toda | wc -l")).toBe("40");
  });

  it("only json-file's has a path", async () => {
    await run("docker run --name guardado --log-driver local alpine echo hola");
    expect(await run("docker logs guardado")).toBe("hola");
    expect(await run("docker inspect -f '[{{.LogPath}}]' guardado")).toBe("[]");
    expect(await run("docker inspect -f '{{.LogPath}}' toda")).toMatch(/-json\.log$/);
  });

  it("what a driver needs is asked when the container is made, what is wrong with its files when it starts", async () => {
    const refused = async (flags: string) =>
      (await run(`docker run --rm ${flags} alpine true`)).split("\n")[0]?.replace(/^.*logging driver: /, "");
    expect(await refused("--log-driver gelf")).toBe(
      "docker: Error response from daemon: gelf-address is a required parameter",
    );
    expect(await refused("--log-driver awslogs")).toBe(
      "docker: Error response from daemon: must specify a value for log opt 'awslogs-group'",
    );
    expect(await refused("--log-opt compress=true")).toBe(
      "compress cannot be true when max-file is less than 2 or max-size is not set",
    );
    expect(await refused("--log-opt compress=quiza")).toBe('strconv.ParseBool: parsing "quiza": invalid syntax');
    expect(await refused("--log-opt max-size=1k --log-opt max-file=2 --log-opt compress=true")).toBe("");
  });
});
