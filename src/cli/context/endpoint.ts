import type { Process } from "../../kernel/process.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";
import { ContextStore } from "./context-store.ts";
import { type DockerTls, tlsOfClient } from "./tls.ts";

/** Where this client finds its daemon. */
export interface Endpoint {
  /** The context in use; "default" when DOCKER_HOST or `-H` decide. */
  readonly context: string;
  /** "unix:///var/run/docker.sock", "tcp://worker1:2375". */
  readonly host: string;
  /** Whether that is this machine's own socket. */
  readonly local: boolean;
  /** Set when it is spoken to with TLS. */
  readonly tls?: DockerTls;
}

export const LOCAL_SOCKET = "unix:///var/run/docker.sock";

/**
 * The daemon that a command line means: `-H`, then `--context`, DOCKER_HOST, DOCKER_CONTEXT, and what
 * `docker context use` has set (docs.docker.com/engine/manage-resources/contexts).
 * @param flags docker's own flags
 * @throws CommandError when a context does not exist, or both -H and --context are given
 */
export function endpointOf(process: Process, flags: Flags | undefined): Endpoint {
  const store = new ContextStore(process, flags?.string("config"));
  const host = flags?.changed("host") ? flags.string("host") : undefined;
  const context = flags?.string("context") || undefined;
  if (host !== undefined && context !== undefined)
    throw new CommandError("conflicting options: cannot specify both --host and --context");
  const named = contextInUse(process, flags);
  const ofClient = (address: string) => endpoint("default", address, tlsOfClient(process, flags));
  if (host !== undefined) return ofClient(parseHost(host));
  if (context === undefined && process.env.DOCKER_HOST) return ofClient(parseHost(process.env.DOCKER_HOST));
  return named === "default" ? ofClient(LOCAL_SOCKET) : ofContext(store, named);
}

/** The name of the context in use, whether there is one of that name or not; "default" when an address decides. */
export function contextInUse(process: Process, flags: Flags | undefined): string {
  const { DOCKER_HOST, DOCKER_CONTEXT } = process.env;
  if (flags?.string("context")) return flags.string("context");
  if (DOCKER_HOST || flags?.changed("host")) return "default";
  return DOCKER_CONTEXT || new ContextStore(process, flags?.string("config")).current;
}

function ofContext(store: ContextStore, name: string): Endpoint {
  const context = store.get(name);
  if (!context)
    throw new CommandError(
      `Failed to initialize: unable to resolve docker endpoint: context ${JSON.stringify(name)}: ${store.missing(name)}`,
    );
  return endpoint(name, context.host, store.tlsOf(name));
}

function endpoint(context: string, host: string, tls?: DockerTls): Endpoint {
  const local = /^unix:\/\/\/(var\/)?run\/docker\.sock$/.test(host);
  return { context, host, local, ...(tls ? { tls } : {}) };
}

const SCHEMES: ReadonlySet<string> = new Set(["fd", "npipe", "ssh", "tcp", "unix"]);

/** `-H worker1:2375` is `tcp://worker1:2375`, and a port missing is 2375 (docker/cli, `opts/hosts.go`). @throws CommandError */
export function parseHost(text: string): string {
  const value = text.trim();
  if (value === "") return LOCAL_SOCKET;
  const [, scheme = "tcp", rest = value] = /^([a-z+]+):\/\/(.*)$/.exec(value) ?? [];
  if (!SCHEMES.has(scheme))
    throw new CommandError(
      `Failed to initialize: unable to resolve docker endpoint: invalid bind address format: ${value}`,
    );
  if (scheme !== "tcp") return `${scheme}://${rest}`;
  const [, name = "", port = "2375", path = ""] = /^([^:/]*)(?::(\d+))?(\/.*)?$/.exec(rest) ?? [];
  return `tcp://${name === "" ? "localhost" : name}:${port}${path}`;
}
