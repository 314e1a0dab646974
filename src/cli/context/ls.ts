import { type Command, noArgs } from "../command.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";
import { ContextStore, DEFAULT_DESCRIPTION, type StoredContext } from "./context-store.ts";
import { LOCAL_SOCKET, parseHost } from "./endpoint.ts";

interface Row extends StoredContext {
  readonly current: boolean;
}

const CONTEXTS: ListFormat<Row> = {
  type: "*formatter.clientContextContext",
  table: "table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}",
  quiet: "{{.Name}}",
  columns: {
    Current: { value: ({ current }) => current },
    Name: { header: "NAME", value: ({ name }) => name },
    Description: { header: "DESCRIPTION", value: ({ description }) => description },
    DockerEndpoint: { header: "DOCKER ENDPOINT", value: ({ host }) => host },
    Error: { header: "ERROR", value: () => "" },
  },
};

export const command: Command = {
  path: "context ls",
  args: noArgs,
  async run({ flags, groupFlags, process, endpoint, out, err }) {
    const store = new ContextStore(process, groupFlags.get("")?.string("config"));
    const { DOCKER_HOST: host } = process.env;
    const standard: StoredContext = {
      name: "default",
      description: DEFAULT_DESCRIPTION,
      host: host ? parseHost(host) : LOCAL_SOCKET,
    };
    const rows = [standard, ...store.list()]
      .map((context) => ({ ...context, current: context.name === endpoint.context }))
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
