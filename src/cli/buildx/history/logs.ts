import type { BuildRecord } from "../../../engine/build/build-history.ts";
import type { BuildProgress, Vertex } from "../../../engine/build/build-progress.ts";
import { type Command, CommandError, maxArgs } from "../../command.ts";
import { languageOf, notSimulated } from "../../not-simulated.ts";
import { findBuilder } from "../builders.ts";
import { PlainDisplay } from "../plain-display.ts";
import { findRecord } from "./find-record.ts";

/** `docker buildx history logs`: docker/buildx, `commands/history/logs.go`. */
export const command: Command = {
  path: "buildx history logs",
  args: maxArgs(1),
  async run(context) {
    const { flags, err, process } = context;
    findBuilder(context, flags.string("builder"));
    const record = findRecord(context);
    const progress = flags.string("progress");
    if (progress === "rawjson" || progress === "tty")
      throw new CommandError(
        notSimulated(`docker buildx history logs --progress=${progress}`, languageOf(process.env)),
      );
    if (!["plain", "auto", "", "quiet", "none"].includes(progress))
      throw new CommandError(`ERROR: invalid progress mode ${progress}`);
    if (progress !== "quiet" && progress !== "none") await err(logText(record));
    return 0;
  },
};

/** What a build said, told again without waiting: each step whole, one after the other. */
function logText({ steps }: BuildRecord): string {
  let text = "";
  const player: Pick<BuildProgress, "onChange"> = { onChange: () => {} };
  new PlainDisplay(
    player,
    (part) => {
      text += part;
    },
    "",
  );
  for (const step of steps) {
    const shown: Vertex = { ...step, logs: [] };
    player.onChange(shown, "started");
    for (const status of step.statuses) player.onChange(shown, "status", status);
    for (const log of step.logs) {
      shown.logs.push(log);
      player.onChange(shown, "log");
    }
    if (step.completed !== undefined) player.onChange(shown, "completed");
  }
  return text.replace(/\n\n$/, "\n");
}
