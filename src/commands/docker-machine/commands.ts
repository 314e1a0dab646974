import type { MachineCommand } from "./machine-command.ts";
import { active } from "./subcommands/active.ts";
import { config } from "./subcommands/config.ts";
import { create } from "./subcommands/create.ts";
import { env } from "./subcommands/env.ts";
import { inspect } from "./subcommands/inspect.ts";
import { ip } from "./subcommands/ip.ts";
import { kill } from "./subcommands/kill.ts";
import { ls } from "./subcommands/ls.ts";
import { mount } from "./subcommands/mount.ts";
import { provision } from "./subcommands/provision.ts";
import { regenerateCerts } from "./subcommands/regenerate-certs.ts";
import { restart } from "./subcommands/restart.ts";
import { rm } from "./subcommands/rm.ts";
import { scp } from "./subcommands/scp.ts";
import { ssh } from "./subcommands/ssh.ts";
import { start } from "./subcommands/start.ts";
import { status } from "./subcommands/status.ts";
import { stop } from "./subcommands/stop.ts";
import { upgrade } from "./subcommands/upgrade.ts";
import { url } from "./subcommands/url.ts";
import { version } from "./subcommands/version.ts";

/** In the order of docker-machine's help. */
export const COMMANDS: readonly MachineCommand[] = [
  active,
  config,
  create,
  env,
  inspect,
  ip,
  kill,
  ls,
  provision,
  regenerateCerts,
  restart,
  rm,
  ssh,
  scp,
  mount,
  start,
  status,
  stop,
  upgrade,
  url,
  version,
];

export const commandNamed = (name: string): MachineCommand | undefined =>
  COMMANDS.find((command) => command.name === name);
