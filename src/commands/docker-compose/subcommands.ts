import type { Subcommand } from "./subcommand.ts";
import { build } from "./subcommands/build.ts";
import { config } from "./subcommands/config.ts";
import { create } from "./subcommands/create.ts";
import { down } from "./subcommands/down.ts";
import { events } from "./subcommands/events.ts";
import { exec } from "./subcommands/exec.ts";
import { help } from "./subcommands/help.ts";
import { images } from "./subcommands/images.ts";
import { kill } from "./subcommands/kill.ts";
import { logs } from "./subcommands/logs.ts";
import { pause } from "./subcommands/pause.ts";
import { port } from "./subcommands/port.ts";
import { ps } from "./subcommands/ps.ts";
import { pull } from "./subcommands/pull.ts";
import { push } from "./subcommands/push.ts";
import { restart } from "./subcommands/restart.ts";
import { rm } from "./subcommands/rm.ts";
import { run } from "./subcommands/run.ts";
import { scale } from "./subcommands/scale.ts";
import { start } from "./subcommands/start.ts";
import { stop } from "./subcommands/stop.ts";
import { top } from "./subcommands/top.ts";
import { unpause } from "./subcommands/unpause.ts";
import { up } from "./subcommands/up.ts";
import { version } from "./subcommands/version.ts";

/** Every subcommand, by its name. */
export const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map(
  [
    build,
    config,
    create,
    down,
    events,
    exec,
    help,
    images,
    kill,
    logs,
    pause,
    port,
    ps,
    pull,
    push,
    restart,
    rm,
    run,
    scale,
    start,
    stop,
    top,
    unpause,
    up,
    version,
  ].map((command) => [command.name, command] as const),
);
