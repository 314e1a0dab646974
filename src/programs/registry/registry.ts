import type { Service } from "../../kernel/connection.ts";
import { FileError } from "../../kernel/filesystem.ts";
import { answerHttp, type HttpRequest, headerOf } from "../../kernel/http.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Process, Program } from "../../kernel/process.ts";
import type { LabRegistries } from "../../registry/registry.ts";
import { answerRegistry } from "../../registry/registry-server.ts";
import type { RepositoryState } from "../../registry/registry-state.ts";
import { announceRegistry, type RegistryRequest } from "../../registry/served-registry.ts";
import { endingSignal } from "../ending-signal.ts";
import { commonLogDate } from "../log-date.ts";
import { RegistryFiles } from "./files.ts";

/** How a daemon names itself to a registry. */
const DAEMON = "docker/29.7.2 go/go1.27.3 git-commit/b985e23 kernel/6.18.44 os/linux arch/amd64";

/**
 * The registry of the image `registry` (github.com/distribution/distribution): keeps what daemons push in its storage's
 * folder and answers the read side of its HTTP API. Its log is rebuilt from distribution's code. Passwords and
 * certificates, which its configuration can ask for, are not simulated: with them it does not start, and says so.
 */
export function registryServer(content: Pick<LabRegistries, "pushedImage">): Program {
  return async (process) => {
    const { args, env, files, stderr, machine } = process;
    if (args[1] !== "serve") {
      await stderr.write(`registry: this playground runs only "registry serve"\n`);
      return 1;
    }
    const version = args[2]?.startsWith("/etc/distribution/") ? "3.1.2" : "2.8.1";
    const log = (level: string, message: string) =>
      stderr.write(
        `time="${new Date(machine.clock.now()).toISOString()}" level=${level} msg=${JSON.stringify(message)} service=registry version=${version}\n`,
      );
    const config = read(process, args[2] ?? "");
    if (config === undefined) {
      await stderr.write(`configuration error: open ${args[2] ?? ""}: no such file or directory\n`);
      return 1;
    }
    const unsupported = Object.keys(env).find((name) => /^REGISTRY_(AUTH|HTTP_TLS|PROXY)/.test(name));
    if (unsupported !== undefined) {
      await stderr.write(`registry: this playground's registry has no ${unsupported}\n`);
      return 1;
    }
    const setting = (name: string, key: RegExp) => env[name] ?? key.exec(config)?.[1];
    const address = setting("REGISTRY_HTTP_ADDR", /^\s*addr:\s*(\S+)/m) ?? ":5000";
    const root = setting("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", /^\s*rootdirectory:\s*(\S+)/m);
    const store = new RegistryFiles(files, root ?? "/var/lib/registry");
    const port = Number(address.replace(/.*:/, ""));

    const tell = ({ method, target, status, bytes, from }: RegistryRequest, agent: string) =>
      process.stdout.write(
        `${from} - - [${commonLogDate(machine.clock.now())}] "${method} ${target} HTTP/1.1" ${status} ${bytes} "" "${agent}"\n`,
      );
    const answer = async (request: HttpRequest, from: string) => {
      const response = answerRegistry({ repositories: repositoriesOf(store, content) }, "", request);
      const { method, target, headers } = request;
      const bytes = typeof response.body === "string" ? response.body.length : 0;
      await tell({ method, target, status: response.status, bytes, from }, headerOf(headers, "user-agent") ?? "");
      return response;
    };
    const service: Service = (connection) =>
      answerHttp(connection, (request) => answer(request, connection.remoteAddress), { signal: process.signal });
    announceRegistry(service, {
      tags: (path) => store.tags(path),
      holds: (path, digest) => store.holds(path, digest),
      keep: (path, tag, image) => store.keep(path, tag, image),
      tell: (request) => void tell(request, DAEMON),
    });

    await log(
      "warning",
      "No HTTP secret provided - generated random secret. This may cause problems with uploads if multiple registries are behind a load-balancer. To provide a shared secret, fill in http.secret in the configuration file or set the REGISTRY_HTTP_SECRET environment variable.",
    );
    await log("info", "redis not configured");
    await log("info", "using inmemory blob descriptor cache");
    try {
      const listener = machine.network.sockets.listen(port, service, { pid: process.pid, user: process.user });
      process.signal.addEventListener("abort", () => listener.close(), { once: true });
      await log("info", `listening on [::]:${port}`);
      await endingSignal(process, "SIGTERM", "SIGINT");
      listener.close();
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await log("fatal", `listen tcp ${address}: bind: address already in use`);
      return 1;
    }
    return 0;
  };
}

/** What the HTTP side reads: the repositories that the storage has, with the images their tags lead to. */
function repositoriesOf(
  store: RegistryFiles,
  content: Pick<LabRegistries, "pushedImage">,
): Record<string, RepositoryState> {
  const found: Record<string, RepositoryState> = {};
  for (const path of store.repositories()) {
    const tags = Object.fromEntries(store.tags(path) ?? []);
    const images = Object.values(tags).flatMap((digest) => content.pushedImage(digest) ?? []);
    found[`/${path}`] = { tags, images: Object.fromEntries(images.map((image) => [image.id, image])) };
  }
  return found;
}

function read({ files, cwd }: Process, path: string): string | undefined {
  try {
    return files.readFile(path.startsWith("/") ? path : `${cwd}/${path}`);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
