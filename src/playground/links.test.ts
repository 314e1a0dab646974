import { beforeEach, describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

describe("--link on the default bridge", () => {
  let run: (line: string) => Promise<string>;

  beforeEach(async () => {
    const lab = new HeadlessLab();
    run = async (line) => (await lab.run("manager1", line)).output.trimEnd();
    await run("docker run -d --name db alpine sleep 600");
    await run("docker run -d --name web --link db:almacen alpine sleep 600");
  });

  it("gives the other a further name: in lists, in inspect and wherever a container is named", async () => {
    expect(await run("docker ps --format '{{.Names}}'")).toBe("web\ndb");
    expect(await run("docker ps --no-trunc --format '{{.Names}}'")).toBe("web\ndb,web/almacen");
    expect(await run("docker inspect -f '{{.HostConfig.Links}}' web")).toBe("[/db:/web/almacen]");
    expect(await run("docker inspect -f '{{.Name}}' web/almacen")).toBe("/db");
    expect(await run("docker stop -t 0 web/almacen")).toBe("web/almacen");
    expect(await run("docker inspect -f '{{.State.Status}}' db")).toBe("exited");
  });

  it("follows names that change", async () => {
    await run("docker rename db base && docker rename web sitio");
    expect(await run("docker inspect -f '{{.HostConfig.Links}}' sitio")).toBe("[/base:/sitio/almacen]");
    expect(await run("docker inspect -f '{{.Name}}' sitio/almacen")).toBe("/base");
  });

  it("needs the other to run: to start, to restart, to run something inside", async () => {
    const refusal = "Cannot link to a non running container: /db AS /web/almacen";
    await run("docker stop -t 0 db");
    expect(await run("docker exec web true")).toBe(`Error response from daemon: ${refusal}`);
    expect(await run("docker restart -t 0 web")).toBe(
      `Error response from daemon: Cannot restart container web: ${refusal}`,
    );
    expect(await run("docker start web")).toContain(refusal);
    expect(await run("docker inspect -f '{{.State.ExitCode}} {{.State.Error}}' web")).toBe(`128 ${refusal}`);
    await run("docker rm db");
    expect(await run("docker inspect -f '{{.HostConfig.Links}}' web")).toBe("[/db:/web/almacen]");
    expect(await run("docker start web")).toContain(refusal);
  });

  it("goes with rm --link, and its line in /etc/hosts at once", async () => {
    expect(await run("docker exec web grep -c almacen /etc/hosts")).toBe("1");
    expect(await run("docker rm --link web/almacen")).toBe("web/almacen");
    expect(await run("docker exec web grep -c almacen /etc/hosts")).toBe("0");
    expect(await run("docker inspect -f '{{json .HostConfig.Links}}' web")).toBe("null");
    expect(await run("docker rm --link web/almacen")).toBe(
      "Error response from daemon: No such container: web/almacen",
    );
  });

  it("is of the endpoint on a network of one's own, and needs the default bridge otherwise", async () => {
    await run("docker network create red && docker run -d --name r1 --network red alpine sleep 600");
    await run("docker run -d --name r2 --network red --link r1:uno alpine sleep 600");
    expect(await run("docker inspect -f '{{json .HostConfig.Links}} {{.NetworkSettings.Networks.red.Links}}' r2")).toBe(
      "null [r1:uno]",
    );
    expect(await run("docker run --rm --link r1 alpine true")).toContain("not attached to default bridge network");
  });
});
