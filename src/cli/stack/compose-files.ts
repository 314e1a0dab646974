import { ComposeError } from "../../compose/compose-error.ts";
import { loadStackFile, type StackFile, type StackSource } from "../../compose/stack/stack-file.ts";
import { ForbiddenOptions } from "../../compose/stack/stack-unsupported.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { readAll } from "../../kernel/stream.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { warningLine } from "../compose/logrus.ts";
import { readInputFile } from "../image/input-file.ts";

/**
 * Reads the files of `-c`; "-" is standard input (docker/cli, cli/command/stack/loader.go).
 * @param forDeploy whether a refusal names the options that are refused
 * @throws CommandError
 */
export async function readStackFile(context: CommandContext, forDeploy: boolean): Promise<StackFile> {
  const { process, flags } = context;
  const names = flags.list("compose-file");
  const [first] = names;
  if (first === undefined) throw new CommandError("specify a Compose file (with --compose-file)");
  const sources: StackSource[] = [];
  for (const name of names) {
    const text = name === "-" ? await readAll(process.stdin, process.signal) : readInputFile(process, name);
    sources.push({ name, text });
  }
  try {
    const file = loadStackFile({
      sources,
      workingDir: first === "-" ? process.cwd : resolvePath(resolvePath(process.cwd, first), ".."),
      files: process.files,
      env: process.env,
      ...(flags.changed("skip-interpolation") ? { skipInterpolation: flags.bool("skip-interpolation") } : {}),
    });
    // The client itself never colours them.
    for (const text of file.warnings) await context.err(warningLine(text, { tty: false, now: context.now, since: 0 }));
    return file;
  } catch (error) {
    if (forDeploy && error instanceof ForbiddenOptions)
      throw new CommandError(`compose file contains unsupported options:\n\n${error.options.join("\n\n")}\n`);
    if (error instanceof ComposeError) throw new CommandError(error.message);
    throw error;
  }
}
