import { expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const lab = new HeadlessLab();
const run = async (line: string) => (await lab.run("manager1", line)).output;

it("images are old by when they came here, not by when they were made", async () => {
  await run("docker pull -q busybox");
  expect(await run("docker images -q -f until=1h")).toBe("");
  expect(await run("docker image prune -af --filter until=1h")).toBe("Total reclaimed space: 0B\n");
  await run("sleep 2");
  expect(await run("docker images -q -f until=1s | wc -l")).toBe("1\n");
});

it.each([
  [
    "docker tag busybox -otra",
    'error parsing reference: "-otra" is not a valid repository/tag: invalid reference format\n',
  ],
  ["docker search --filter stars=x redis", `invalid filter 'stars=x': strconv.Atoi: parsing "x": invalid syntax\n`],
  ["docker search --filter is-official=x redis", "invalid filter 'is-official=[x]'\n"],
])("%s says what it takes for what", async (line, why) => {
  expect(await run(line)).toMatch(new RegExp(`^(Error response from daemon: )?${why.replace(/[[\]()]/g, "\\$&")}$`));
});
