import { commitContainer } from "../../engine/container/commit.ts";
import { isRunning, requireContainer } from "../../engine/container/find.ts";
import { pauseContainer, unpauseContainer } from "../../engine/container/stop.ts";
import { type Command, rangeArgs } from "../command.ts";
import { referenceArgument } from "../image/reference-argument.ts";
import { containerNames } from "./complete.ts";

export const command: Command = {
  path: "container commit",
  args: rangeArgs(1, 2),
  async run({ engine, flags, args: [ref = "", reference], out }) {
    if (reference !== undefined) referenceArgument(reference);
    const container = requireContainer(engine, ref);
    const wanted = flags.bool("pause") && !flags.bool("no-pause");
    const pauses = wanted && isRunning(container) && container.status !== "paused";
    if (pauses) pauseContainer(engine, container.id);
    try {
      const id = await commitContainer(engine, container.id, {
        ...(reference === undefined ? {} : { reference }),
        message: flags.string("message"),
        author: flags.string("author"),
        changes: flags.list("change"),
      });
      await out(`${id}\n`);
      return 0;
    } finally {
      if (pauses) unpauseContainer(engine, container.id);
    }
  },
  complete: ({ engine, args }) => (args.length === 0 ? containerNames(engine) : []),
};
