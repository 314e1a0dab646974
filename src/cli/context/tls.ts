import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";

/** What a client shows a daemon, and what it knows the daemon by: PEM texts. */
export interface DockerTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Takes any server for the right one (`--tls` without `--tlsverify`). */
  readonly skipVerify?: boolean;
}

/**
 * TLS as docker's own flags and the environment ask for it: `--tls`, `--tlsverify`, `--tlscacert`, …, DOCKER_TLS,
 * DOCKER_TLS_VERIFY, DOCKER_CERT_PATH (docker/cli, cli/flags/options.go). Undefined for none.
 * @throws CommandError when a file that it needs is not there
 */
export function tlsOfClient(process: Process, flags: Flags | undefined): DockerTls | undefined {
  const { env } = process;
  const verify = flags?.changed("tlsverify") ? flags.bool("tlsverify") : Boolean(env.DOCKER_TLS_VERIFY);
  if (!verify && !flags?.bool("tls") && !env.DOCKER_TLS) return undefined;
  const folder = env.DOCKER_CERT_PATH || env.DOCKER_CONFIG || `${env.HOME ?? "/root"}/.docker`;
  const file = (flag: string, standard: string): string | undefined => {
    const asked = flags?.changed(flag) ? unquoted(flags.string(flag)) : undefined;
    const path = resolvePath(process.cwd, asked ?? `${folder}/${standard}`);
    // A client without a certificate of its own may still be let in; the authority's it cannot do without.
    if (asked === undefined && standard !== "ca.pem" && !process.files.exists(path)) return undefined;
    return readPem(process, path);
  };
  const [ca, cert, key] = [file("tlscacert", "ca.pem"), file("tlscert", "cert.pem"), file("tlskey", "key.pem")];
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(verify ? {} : { skipVerify: true }),
  };
}

/** @throws CommandError */
function readPem(process: Process, path: string): string {
  try {
    return process.files.readFile(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const reason = error.message.toLowerCase();
    throw new CommandError(`Failed to initialize: unable to resolve docker endpoint: open ${path}: ${reason}`);
  }
}

/** `"…"` or `'…'` around a value that came out of `$(docker-machine config …)` (docker/cli, opts/quotedstring.go). */
const unquoted = (text: string): string => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;

/** The PEM files that `--docker …,ca=…,cert=…,key=…` names. @throws CommandError when one cannot be read */
export function tlsOfSettings(process: Process, settings: Partial<Record<string, string>>): DockerTls | undefined {
  const texts = (["ca", "cert", "key"] as const).flatMap((name): [string, string][] => {
    const path = settings[name];
    if (path === undefined || path === "") return [];
    try {
      return [[name, process.files.readFile(resolvePath(process.cwd, path))]];
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new CommandError(`unable to create docker endpoint config: open ${path}: ${error.message.toLowerCase()}`);
    }
  });
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
}
