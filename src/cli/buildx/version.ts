import { type Command, noArgs } from "../command.ts";
import { PLUGINS } from "../system/release.ts";

/** `docker buildx version`: the package and its version; the recorded build does not tell its commit. */
export const command: Command = {
  path: "buildx version",
  args: noArgs,
  async run({ out }) {
    const version = PLUGINS.find(({ name }) => name === "buildx")?.version ?? "";
    await out(`github.com/docker/buildx ${version} \n`);
    return 0;
  },
};
