import type { Machine } from "../../kernel/machine.ts";
import type { ContainerConfig } from "./container.ts";

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * The environment of a program in a container, in Docker's order (tape 08): PATH, HOSTNAME, TERM with a terminal, what
 * the config says, HOME.
 * @param more `docker exec -e`
 */
export function containerEnvironment(
  machine: Machine,
  config: ContainerConfig,
  options: { readonly tty: boolean; readonly home: string; readonly more?: readonly string[] },
): Record<string, string> {
  const env: Record<string, string> = { PATH, HOSTNAME: machine.hostname };
  if (options.tty) env.TERM = "xterm";
  for (const pair of [...config.Env, ...(options.more ?? [])]) {
    const cut = pair.indexOf("=");
    // A name alone takes the variable away.
    if (cut < 0) delete env[pair];
    else env[pair.slice(0, cut)] = pair.slice(cut + 1);
  }
  env.HOME ??= options.home;
  return env;
}
