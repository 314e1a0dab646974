import { containerChanges } from "../../engine/container/container-files.ts";
import type { PathChange } from "../../kernel/tree-state.ts";
import { type Command, exactArgs } from "../command.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { containerNames } from "./complete.ts";

const DIFF: ListFormat<PathChange> = {
  type: "*container.diffContext",
  columns: {
    Type: { header: "CHANGE TYPE", value: ({ kind }) => kind },
    Path: { header: "PATH", value: ({ path }) => path },
  },
  table: "{{.Type}} {{.Path}}",
};

export const command: Command = {
  path: "container diff",
  args: exactArgs(1),
  async run({ engine, args: [ref = ""], out }) {
    await out(formatList(DIFF, await containerChanges(engine, ref), { format: "" }));
    return 0;
  },
  complete: ({ engine }) => containerNames(engine),
};
