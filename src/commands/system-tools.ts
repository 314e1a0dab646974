import type { Program } from "../kernel/process.ts";
import { date } from "./date.ts";
import { echo, falseCommand, shellBuiltin, trueCommand, yes } from "./echo.ts";
import { expr } from "./expr.ts";
import { getent, groups, id, whoami } from "./identity.ts";
import { kill, killall, pgrep, pidof, pkill } from "./kill.ts";
import { env, nice, nohup, printenv, time, timeout, which } from "./launchers.ts";
import {
  arch,
  dmesg,
  factor,
  free,
  hostname,
  lsbRelease,
  lscpu,
  nproc,
  uname,
  uptime,
  w,
  who,
} from "./machine-facts.ts";
import { ps } from "./ps.ts";
import { sleep } from "./sleep.ts";
import { clear, reset, stty, sync, tty } from "./terminal-tools.ts";

/** What tells of the machine, its processes and its users, and what starts other commands, by name. */
export const systemTools: Readonly<Record<string, Program>> = {
  ...{
    arch,
    clear,
    date,
    dmesg,
    echo,
    env,
    expr,
    factor,
    free,
    getent,
    groups,
    hostname,
    id,
    kill,
    killall,
    lscpu,
    nice,
    nohup,
  },
  ...{
    nproc,
    pgrep,
    pidof,
    pkill,
    printenv,
    ps,
    reset,
    sleep,
    stty,
    sync,
    time,
    timeout,
    tty,
    uname,
    uptime,
    w,
    which,
    who,
    whoami,
    yes,
  },
  "[": shellBuiltin,
  "[[": shellBuiltin,
  false: falseCommand,
  lsb_release: lsbRelease,
  printf: shellBuiltin,
  test: shellBuiltin,
  true: trueCommand,
};
