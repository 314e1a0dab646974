import { FileError } from "../kernel/filesystem.ts";
import type { HeadlessLab } from "./headless-lab.ts";

/** What a line of the protocol may ask; see ARCHITECTURE.md. */
type Request =
  | { host: string; run: string; columns: number; input: string[] }
  | { host: string; write_file: string; content: string }
  | { host: string; power: "on" | "off" }
  | { host: string; network: "cut" | "connect" }
  | { advance_seconds: number }
  | { reset: true }
  | { state: true };

/** What passes before the next command, however fast it comes: a service that was just made has begun by then. */
export const BETWEEN_COMMANDS_S = 0.3;

type Answer = Record<string, unknown>;

/** A request that cannot be read; the message says what is wrong with it. */
class BadRequest extends Error {}

/**
 * Answers one line of JSON with one value.
 *
 *     {"host":"manager1","run":"docker ps","columns":100}  → {"output":"CONTAINER ID …\n","exit":0}
 *     {"host":"manager1","write_file":"ws0/main.py","content":"…"}  → {}   (relative to /root/curso)
 *     {"host":"worker1","power":"off"}  → {}   (or "on")     {"host":"worker1","network":"cut"}  → {}   (or "connect")
 *     {"advance_seconds":5} → {}      {"reset":true} → {}      {"state":true} → {"state":{…}}
 *
 * What cannot be read or done is answered with {"error":"…"}; it never throws.
 */
export async function answer(lab: HeadlessLab, line: string): Promise<Answer> {
  try {
    return await perform(lab, parseRequest(line));
  } catch (error) {
    if (error instanceof BadRequest || error instanceof FileError) return { error: error.message };
    throw error;
  }
}

async function perform(lab: HeadlessLab, request: Request): Promise<Answer> {
  if ("host" in request && !lab.hasHost(request.host)) throw new BadRequest(`no host ${request.host} in the lab`);
  if ("run" in request) {
    const result = await lab.run(request.host, request.run, request);
    await lab.advance(BETWEEN_COMMANDS_S);
    return { ...result };
  }
  if ("power" in request) {
    await lab.setPower(request.host, request.power === "on");
    return {};
  }
  if ("network" in request) {
    await lab.setConnected(request.host, request.network === "connect");
    return {};
  }
  if ("write_file" in request) {
    lab.writeFile(request.host, request.write_file, request.content);
    return {};
  }
  if ("advance_seconds" in request) {
    await lab.advance(request.advance_seconds);
    return {};
  }
  if ("reset" in request) {
    await lab.reset();
    return {};
  }
  return { state: lab.snapshot() };
}

function parseRequest(line: string): Request {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BadRequest("not JSON");
  }
  if (typeof value !== "object" || value === null) throw new BadRequest("not a JSON object");
  const field = (name: string): unknown => Object.getOwnPropertyDescriptor(value, name)?.value;
  const host = field("host") ?? "manager1";
  if (typeof host !== "string") throw new BadRequest('"host" must be a string');
  const run = field("run");
  if (typeof run === "string") {
    const columns = field("columns") ?? 100;
    const input = field("input") ?? [];
    if (typeof columns !== "number" || !(columns >= 1)) throw new BadRequest('"columns" must be a positive number');
    if (!isStrings(input)) throw new BadRequest('"input" must be an array of strings');
    return { host, run, columns: Math.floor(columns), input };
  }
  const path = field("write_file");
  if (typeof path === "string") {
    const content = field("content");
    if (typeof content !== "string") throw new BadRequest('"content" must be a string');
    return { host, write_file: path, content };
  }
  const power = field("power");
  if (power === "on" || power === "off") return { host, power };
  const network = field("network");
  if (network === "cut" || network === "connect") return { host, network };
  const seconds = field("advance_seconds");
  if (typeof seconds === "number" && seconds >= 0) return { advance_seconds: seconds };
  if (field("reset") === true) return { reset: true };
  if (field("state") === true) return { state: true };
  throw new BadRequest("needs one of: run, write_file, power, network, advance_seconds, reset, state");
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
