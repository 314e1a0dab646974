import { CloudFailure } from "../../cloud/docker-cloud/cloud-failure.ts";
import { findTagged } from "../../cloud/docker-cloud/find.ts";
import { type CloudRun, FAILED } from "./cloud-run.ts";
import { identifiers, quiet, TAGGED } from "./common-arguments.ts";
import type { Argument, Parser } from "./parser.ts";
import { show } from "./show.ts";

/** `docker-cloud tag` (dockercloudcli, parsers.py and commands.py). */

const TAG: Argument = { names: ["-t", "--tag"], help: "name of the tag", kind: "append", required: true };

const changing = (change: (tags: readonly string[], asked: readonly string[]) => string[]) => (run: CloudRun) =>
  run.each(async (id) => {
    const { holder, uuid } = findTagged(run.cloud, id);
    holder.tags = change(holder.tags, [...new Set(run.list("tag"))]);
    await run.out(uuid);
  });

async function list(run: CloudRun): Promise<number> {
  const rows: string[][] = [];
  const status = await run.each(async (id) => {
    try {
      const { kind, holder } = findTagged(run.cloud, id);
      rows.push([id, kind, holder.tags.join(" ")]);
    } catch (error) {
      if (error instanceof CloudFailure) rows.push([id, error.kind === "ObjectNotFound" ? "None" : "", ""]);
      throw error;
    }
  });
  await show(
    run,
    ["IDENTIFIER", "TYPE", "TAGS"],
    rows,
    rows.map(([, , tags = ""]) => tags),
  );
  return status;
}

async function remove(run: CloudRun): Promise<number> {
  let missing = false;
  const status = await run.each(async (id) => {
    const { holder, uuid } = findTagged(run.cloud, id);
    for (const tag of run.list("tag")) {
      if (holder.tags.includes(tag)) continue;
      missing = true;
      await run.err(`Cannot find the tag '${tag}'`);
    }
    holder.tags = holder.tags.filter((tag) => !run.list("tag").includes(tag));
    await run.out(uuid);
  });
  return missing ? FAILED : status;
}

const many = identifiers(TAGGED);

export const tag: Parser = {
  name: "tag",
  help: "Tag-related operations",
  description: "Tag-related operations",
  helpAlone: true,
  arguments: [],
  commands: {
    title: "Docker Cloud tag commands",
    dest: "subcmd",
    list: [
      {
        name: "add",
        help: "Add tags to services, nodes or nodeclusters",
        description: "Add tags to services, nodes or nodeclusters",
        helpAlone: true,
        arguments: [TAG, many],
        run: changing((tags, asked) => [...new Set([...tags, ...asked])]),
      },
      {
        name: "ls",
        help: "List all tags associated with services, nodes or nodeclusters",
        description: "List all tags associated with services, nodes or nodeclusters",
        helpAlone: true,
        arguments: [many, quiet("print only tag names")],
        run: list,
      },
      {
        name: "rm",
        help: "Remove tags from services, nodes or nodeclusters",
        description: "Remove tags from services, nodes or nodeclusters",
        helpAlone: true,
        arguments: [TAG, many],
        run: remove,
      },
      {
        name: "set",
        help: "Set tags from services, nodes or nodeclusters, overwriting existing tags",
        description: "Set tags from services, nodes or nodeclusters. This will remove all the existing tags",
        helpAlone: true,
        arguments: [TAG, many],
        run: changing((_, asked) => [...asked]),
      },
    ],
  },
};
