import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

test("docker system df -v --format tells each kind of thing, as recorded on Engine 28", async () => {
  const lab = new HeadlessLab();
  const said = async (line: string) => (await lab.run("manager1", line, { columns: 200 })).output.replaceAll("\r", "");
  await said("docker run -d --name web -v datos:/d alpine sleep 1000");
  expect(
    await said("docker system df -v --format '{{range .Volumes}}{{.Name}} {{.Links}} {{.Driver}}{{println}}{{end}}'"),
  ).toBe("datos 1 local\n");
  expect(
    await said("docker system df -v --format '{{range .Images}}{{.Repository}}:{{.Tag}} {{.Containers}}{{end}}'"),
  ).toBe("alpine:latest 1");
  expect(JSON.parse(await said("docker system df -v --format json"))).toMatchObject({
    Images: [{ Containers: "1", Digest: "", Repository: "alpine" }],
    Containers: [{ Names: "web", LocalVolumes: "1", Mounts: "datos", Platform: null, State: "running" }],
    Volumes: [{ Links: "1", Mountpoint: "/var/lib/docker/volumes/datos/_data", Status: "N/A" }],
    BuildCache: [],
  });
  expect(await said("docker system df -v --format '{{.Nope}}'")).toBe(
    `template: :1:2: executing "" at <.Nope>: can't evaluate field Nope in type *formatter.diskUsageContext\n`,
  );
  expect(await said("docker system df -v --format hola")).toBe("hola");
});
