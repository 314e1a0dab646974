import { anyArgs, type Command, CommandError } from "../command.ts";
import { inspectObjects } from "../format/inspect.ts";
import { ContextStore, contextNames } from "./context-store.ts";
import { LOCAL_SOCKET, parseHost } from "./endpoint.ts";

const IN_MEMORY = "<IN MEMORY>";

export const command: Command = {
  path: "context inspect",
  args: anyArgs,
  complete: ({ process }) => contextNames(process),
  run(context) {
    const { args, flags, groupFlags, endpoint, process } = context;
    const store = new ContextStore(process, groupFlags.get("")?.string("config"));
    const { DOCKER_HOST: standard } = process.env;
    const names = args.length > 0 ? args : [endpoint.context];
    const lookup = (name: string) => {
      if (name === "default")
        return contextObject(name, "", standard ? parseHost(standard) : LOCAL_SOCKET, IN_MEMORY, IN_MEMORY);
      const found = store.get(name);
      if (!found) throw new CommandError(`context "${name}": ${store.missing(name)}`);
      const files = Object.keys(store.tlsOf(name) ?? {}).map((key) => `${key}.pem`);
      return {
        ...contextObject(name, found.description, found.host, store.folderOf(name), store.tlsFolderOf(name)),
        ...(files.length > 0 ? { TLSMaterial: { docker: files } } : {}),
      };
    };
    return inspectObjects(context, names, lookup, flags.string("format"), "context.contextWithTLSListing", true);
  },
};

function contextObject(name: string, description: string, host: string, metadata: string, tls: string) {
  return {
    Name: name,
    Metadata: description === "" ? {} : { Description: description },
    Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
    TLSMaterial: {},
    Storage: { MetadataPath: metadata, TLSPath: tls },
  };
}
