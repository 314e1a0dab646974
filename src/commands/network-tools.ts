import type { Program } from "../kernel/process.ts";
import { dig, host, nslookup } from "./dns-lookup.ts";
import { ifconfig, route } from "./ifconfig.ts";
import { ip } from "./ip.ts";
import { nc } from "./nc.ts";
import { ping } from "./ping.ts";
import { netstat, ss } from "./sockets.ts";
import { telnet } from "./telnet.ts";
import { traceroute } from "./traceroute.ts";
import { wget } from "./wget.ts";

/** Tools that ask the network or tell of it, by name; `curl` and `ssh` need more of the lab and are made for it. */
export const networkTools: Readonly<Record<string, Program>> = {
  dig,
  host,
  ifconfig,
  ip,
  nc,
  netcat: nc,
  netstat,
  nslookup,
  ping,
  ping4: ping,
  route,
  ss,
  telnet,
  traceroute,
  tracepath: traceroute,
  wget,
};
