import type { Healthcheck } from "../container/container.ts";
import { parseDuration } from "../go-duration.ts";
import { quote } from "../go-quote.ts";
import type { Instruction } from "./dockerfile.ts";

/** The fields that HEALTHCHECK's times go to. */
const TIMES = {
  interval: "Interval",
  timeout: "Timeout",
  "start-period": "StartPeriod",
  "start-interval": "StartInterval",
} as const;

const SHORTEST_NS = 1e6;

/**
 * What a HEALTHCHECK asks for (buildkit, frontend/dockerfile/instructions/parse.go).
 * @throws Error in BuildKit's words for one that cannot be read
 */
export function readHealthcheck({ rest, flags, json }: Instruction): Healthcheck {
  const [type = ""] = rest.split(/\s+/);
  const command = rest.slice(type.length).trim();
  const kind = type.toUpperCase();
  if (kind === "") throw new Error("HEALTHCHECK requires at least one argument");
  if (kind === "NONE") {
    if (command !== "") throw new Error("HEALTHCHECK NONE takes no arguments");
    return { Test: ["NONE"] };
  }
  if (kind !== "CMD") throw new Error(`Unknown type ${quote(kind)} in HEALTHCHECK (try CMD)`);
  if (json ? json.length === 0 : command === "") throw new Error("Missing command after HEALTHCHECK CMD");
  const check: { -readonly [Key in keyof Healthcheck]: Healthcheck[Key] } = {
    Test: json ? ["CMD", ...json] : ["CMD-SHELL", command],
  };
  const flag = (name: string) => flags.find((one) => one.name === name)?.value ?? "";
  for (const [name, field] of Object.entries(TIMES)) {
    const time = timeOf(name, flag(name));
    if (time !== undefined) check[field] = time;
  }
  const retries = flag("retries");
  if (retries !== "") check.Retries = retriesOf(retries);
  return check;
}

function timeOf(name: string, text: string): number | undefined {
  if (text === "") return undefined;
  const time = parseDuration(text);
  if (time instanceof Error) throw time;
  if (time !== 0 && time < SHORTEST_NS) throw new Error(`Interval ${quote(name)} cannot be less than 1ms`);
  return time;
}

function retriesOf(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new Error(`strconv.ParseInt: parsing ${quote(text)}: invalid syntax`);
  const count = Number(text);
  if (Math.abs(count) >= 2 ** 31) throw new Error(`strconv.ParseInt: parsing ${quote(text)}: value out of range`);
  if (count < 0) throw new Error(`--retries cannot be negative (${count})`);
  return count;
}
