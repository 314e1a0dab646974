import { applyChanges } from "../../engine/build/change.ts";
import { importImage } from "../../engine/image/import.ts";
import { readAll } from "../../kernel/stream.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { readInputFile } from "./input-file.ts";
import { referenceArgument } from "./reference-argument.ts";

/** `cli/command/image/import.go` (recording 19). */
export const command: Command = {
  path: "image import",
  args: minArgs(1),
  async run({ engine, flags, args, out, process }) {
    const [source = "", reference] = args;
    if (reference !== undefined) referenceArgument(reference);
    if (/^https?:\/\//.test(source))
      throw new CommandError(notSimulated(`docker import ${source}`, languageOf(process.env)));
    const archive = source === "-" ? await readAll(process.stdin) : readInputFile(process, source);
    const message = flags.string("message");
    const config = applyChanges({}, flags.list("change"));
    const { image } = await importImage(engine, archive, { reference, message, config });
    await out(`${image.id}\n`);
    return 0;
  },
};
