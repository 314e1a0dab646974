import { type Command, noArgs } from "../command.ts";
import { ellipsis } from "../format/display-width.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";
import { ContextStore, DEFAULT_DESCRIPTION, type StoredContext } from "./context-store.ts";
import { contextInUse, LOCAL_SOCKET, parseHost } from "./endpoint.ts";

interface Row extends StoredContext {
  readonly current: boolean;
  readonly error: string;
}

const ERROR_COLUMNS = 45;

const CONTEXTS: ListFormat<Row> = {
  type: "*formatter.clientContextContext",
  table: "table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}",
  quiet: "{{.Name}}",
  columns: {
    Current: { value: ({ current }) => current },
    Name: { header: "NAME", value: ({ name }) => name },
    Description: { header: "DESCRIPTION", value: ({ description }) => description },
    DockerEndpoint: { header: "DOCKER ENDPOINT", value: ({ host }) => host },
    Error: { header: "ERROR", value: ({ error }) => ellipsis(error, ERROR_COLUMNS) },
  },
};

export const command: Command = {
  path: "context ls",
  args: noArgs,
  async run({ flags, groupFlags, process, out, err }) {
    const store = new ContextStore(process, groupFlags.get("")?.string("config"));
    const { DOCKER_HOST: host } = process.env;
    const standard: StoredContext = {
      name: "default",
      description: DEFAULT_DESCRIPTION,
      host: host ? parseHost(host) : LOCAL_SOCKET,
    };
    const inUse = contextInUse(process, groupFlags.get(""));
    const known = [standard, ...store.list()].map((context) => ({ ...context, error: "" }));
    // One that is in use and is not there stands in the list with what is wrong with it.
    const missing = { name: inUse, description: "", host: "", error: `context "${inUse}": ${store.missing(inUse)}` };
    const rows = [...known, ...(known.some(({ name }) => name === inUse) ? [] : [missing])]
      .map((context) => ({ ...context, current: context.name === inUse }))
      .sort((a, b) => naturalOrder(a.name, b.name));
    await out(formatList(CONTEXTS, rows, { format: flags.string("format"), quiet: flags.bool("quiet") }));
    if (host) {
      await err(
        "Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.\n",
      );
    }
    return 0;
  },
};
