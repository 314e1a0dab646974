import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

test("what has options is not on this disk, and is neither measured nor pruned; all= is a truth", async () => {
  const lab = new HeadlessLab();
  const said = async (line: string) => (await lab.run("manager1", line)).output;
  await said("docker volume create -o type=tmpfs -o device=tmpfs ram; docker volume create llano");
  expect(await said("docker system df -v --format '{{range .Volumes}}{{.Name}} {{end}}'")).toBe("llano ");
  expect(await said("docker volume prune -f --filter all=quizas")).toBe(
    `Error response from daemon: invalid filter 'all': strconv.ParseBool: parsing "quizas": invalid syntax\n`,
  );
  expect(await said("docker volume prune -f --filter all=0")).toBe("Total reclaimed space: 0B\n");
  expect(await said("docker volume prune -f --filter all=1")).toBe(
    "Deleted Volumes:\nllano\n\nTotal reclaimed space: 0B\n",
  );
  expect(await lab.run("manager1", "docker volume update ram 2>&1")).toEqual({
    output: "can only update cluster volumes\n",
    exit: 1,
  });
});
