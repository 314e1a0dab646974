import { listImages } from "../../engine/image/list.ts";
import { type Command, type CommandContext, CommandError, maxArgs } from "../command.ts";
import { filterValues } from "../filters.ts";
import { formatList } from "../format/list.ts";
import { imageNames } from "./image-names.ts";
import { imageFormat, imageRows } from "./image-table.ts";
import { imageTree } from "./image-tree.ts";

/** Words that people type after `docker images` when they mean a subcommand. */
const SUBCOMMANDS: ReadonlySet<string> = new Set(
  "build history import inspect list load ls prune pull push rm save tag".split(" "),
);

/** `cli/command/image/list.go` (recordings 01, 03, 05). */
export const command: Command = {
  path: "image ls",
  args: maxArgs(1),
  async run(context) {
    const { engine, flags, args, out, err, command: called } = context;
    const [name] = args;
    const filters = filterValues(flags.list("filter"));
    if (name !== undefined) filters.reference = [...(filters.reference ?? []), name];
    // Dangling images show only when asked for, by --all or by the filter.
    if (!flags.bool("all") && !("dangling" in filters)) filters.dangling = ["false"];
    const format = flags.string("format");
    const digests = flags.bool("digests");
    const table = flags.bool("quiet") || flags.bool("no-trunc") || digests || format !== "";
    if (flags.bool("tree")) refuseWithTree(context);
    const images = listImages(engine, { filters });
    if (table && !flags.bool("tree")) {
      const withDigests = digests || format.includes("{{.Digest}}") || format === "json";
      const options = { full: flags.bool("no-trunc"), digests, now: context.now };
      const rows = imageRows(images, withDigests);
      const quiet = flags.bool("quiet");
      // -q lists images, not names.
      const shown = quiet ? rows.filter((row, i) => rows.findIndex(({ image }) => image === row.image) === i) : rows;
      await out(formatList(imageFormat(options), shown, { format, quiet }));
    } else {
      await out(imageTree(images, { tty: context.tty, columns: context.columns, expanded: flags.bool("tree") }));
    }
    if (name !== undefined && images.length === 0 && called.path === "images" && SUBCOMMANDS.has(name))
      await err(`\nNo images found matching "${name}": did you mean "docker image ${name}"?\n`);
    return 0;
  },
  complete: ({ engine }) => imageNames(engine),
};

/** @throws CommandError for a flag that has no meaning in the tree */
function refuseWithTree({ flags }: CommandContext): void {
  const refused = [
    ["quiet", "--quiet"],
    ["no-trunc", "--no-trunc"],
    ["digests", "--show-digest"],
    ["format", "--format"],
  ] as const;
  for (const [flag, shown] of refused)
    if (flags.changed(flag)) throw new CommandError(`${shown} is not yet supported with --tree`);
}
