import type { Connection } from "../../kernel/connection.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { readLines } from "../../kernel/stream.ts";
import { hearMessages, hearToTheEnd, isHeard } from "./hear-messages.ts";
import type { Reply } from "./resp.ts";
import { ServerConnection } from "./server-connection.ts";
import { splitArgs } from "./split-args.ts";

const WITH_VALUE: ReadonlySet<string> = new Set(["-h", "-p", "-a", "-n", "-r", "-u"]);

/** redis-cli: one command from its arguments, or a prompt. */
export const redisCli: Program = async (process) => {
  const words = process.args.slice(1);
  let host = "127.0.0.1";
  let port = 6379;
  let password: string | undefined;
  let raw = !process.stdout.isTTY;
  let repeat = 1;
  let database: string | undefined;
  let fromInput = false;
  let errorsEnd = false;
  let warns = true;
  while (words[0]?.startsWith("-")) {
    const option = words.shift() ?? "";
    if (WITH_VALUE.has(option) && words.length === 0) {
      await process.stderr.write(`Unrecognized option or bad number of args for: '${option}'\n`);
      return 1;
    }
    if (option === "-r") repeat = Number(words.shift());
    else if (option === "-x") fromInput = true;
    else if (option === "-e") errorsEnd = true;
    else if (option === "--no-auth-warning") warns = false;
    else if (option === "-u") {
      const url = /^redis:\/\/(?:[^@/]*?:?([^@:/]*)@)?([^:/]+)(?::(\d+))?/.exec(words.shift() ?? "");
      host = url?.[2] ?? host;
      port = Number(url?.[3] ?? port);
      password = url?.[1] ?? password;
    } else if (option === "-h") host = words.shift() ?? host;
    else if (option === "-p") port = Number(words.shift());
    else if (option === "-a") password = words.shift();
    else if (option === "-n") database = words.shift();
    else if (option === "--raw") raw = true;
    else if (option === "--no-raw") raw = false;
    else if (option === "-v" || option === "--version") {
      await process.stdout.write(`redis-cli ${process.env.REDIS_VERSION ?? "8.10.2"}\n`);
      return 0;
    } else {
      await process.stderr.write(`Unrecognized option or bad number of args for: '${option}'\n`);
      return 1;
    }
  }
  const connection = await dial(process, host, port);
  if (!connection) return 1;
  let server = new ServerConnection(connection, process.signal);
  const ask = (command: readonly string[]) => server.ask(command);
  const print = (reply: Reply) => process.stdout.write(`${shown(reply, raw)}\n`);
  const hear = async (command: readonly string[]): Promise<Heard> => {
    if (!isHeard(command)) return "over";
    const how = await hearMessages(process, server, print, /^monitor$/i.test(command[0] ?? ""));
    if (how !== "over") return how;
    // What was subscribed to is left by connecting again.
    server.close();
    const again = await dial(process, host, port);
    if (!again) return "ended";
    server = new ServerConnection(again, process.signal);
    if (password !== undefined) await ask(["AUTH", password]);
    return "over";
  };
  try {
    if (password !== undefined) {
      if (warns)
        await process.stderr.write(
          "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n",
        );
      const reply = await ask(["AUTH", password]);
      if (reply instanceof Error) await process.stderr.write(`AUTH failed: ${reply.message}\n`);
    }
    if (database !== undefined && database !== "0") {
      const reply = await ask(["SELECT", database]);
      if (reply instanceof Error) await process.stderr.write(`SELECT ${database} failed: ${reply.message}\n`);
    }
    if (words.length > 0) {
      if (fromInput) words.push(await wholeInput(process));
      for (let turn = 0; turn < repeat; turn++) {
        const reply = await ask(words);
        if (reply === undefined) return 1;
        await process.stdout.write(`${shown(reply, raw)}\n${after(reply, raw && !errorsEnd)}`);
        if (reply instanceof Error && errorsEnd) return 1;
        if (!(reply instanceof Error) && isHeard(words)) return await hearToTheEnd(server, print);
      }
      return 0;
    }
    return await prompt(process, `${host}:${port}`, raw, ask, hear);
  } finally {
    server.close();
  }
};

/** An error that is printed bare has an empty line after it. */
const after = (reply: Reply, raw: boolean): string => (raw && reply instanceof Error ? "\n" : "");

/** `-x`: the last argument is all that comes in. */
async function wholeInput({ stdin, signal }: Process): Promise<string> {
  let text = "";
  for (let piece = await stdin.read(signal); piece !== null; piece = await stdin.read(signal)) text += piece;
  return text;
}

async function prompt(
  process: Process,
  place: string,
  raw: boolean,
  ask: (command: readonly string[]) => Promise<Reply | undefined>,
  hear: (command: readonly string[]) => Promise<Heard>,
): Promise<number> {
  const interactive = process.stdin.isTTY;
  let mode = "";
  let typed = "";
  let sign = `${place}> `;
  if (interactive) await process.stdout.write(sign);
  for await (const line of readLines(process.stdin, process.signal)) {
    const words = splitArgs(line);
    if (!words) {
      await process.stdout.write(`Invalid argument(s)\n${interactive ? sign : ""}`);
      continue;
    }
    const name = words[0]?.toLowerCase();
    if (name === "exit" || name === "quit") return 0;
    if (name !== undefined) {
      const reply = await ask(words);
      if (reply === undefined) {
        await process.stderr.write("Error: Server closed the connection\n");
        return 1;
      }
      await process.stdout.write(`${shown(reply, raw)}\n${after(reply, raw)}`);
      mode = modeAfter(name, reply, mode);
      if (!(reply instanceof Error) && mode !== TRANSACTION) {
        const heard = mode === SUBSCRIBED ? await hear(["subscribe"]) : await hear(words);
        if (heard === "ended") return 0;
        mode = heard === "over" ? "" : SUBSCRIBED;
        typed = heard === "over" ? "" : heard.typed;
      }
      sign = `${place}${mode}> `;
    }
    if (interactive) await process.stdout.write(sign);
    process.tty?.type(typed);
    typed = "";
  }
  if (interactive) await process.stdout.write("\n");
  return 0;
}

type Heard = Awaited<ReturnType<typeof hearMessages>>;

const TRANSACTION = "(TX)";
const SUBSCRIBED = "(subscribed mode)";

/** What stands in the prompt after a command: in a transaction, or while channels are heard. */
function modeAfter(name: string, reply: Reply, mode: string): string {
  if (name === "multi" && !(reply instanceof Error)) return TRANSACTION;
  if (name === "discard" || (name === "exec" && !(reply instanceof Error && reply.message.startsWith("ERR"))))
    return "";
  if (/unsubscribe$/.test(name) && Array.isArray(reply) && reply[2] === 0) return "";
  return mode;
}

async function dial(process: Process, host: string, port: number): Promise<Connection | undefined> {
  const { network } = process.machine;
  try {
    return network.connect(network.resolve(host)[0] ?? "", port);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const why =
      error.code === "ENOTFOUND"
        ? "Name or service not known"
        : error.code === "ECONNREFUSED"
          ? "Connection refused"
          : "No route to host";
    await process.stderr.write(`Could not connect to Redis at ${host}:${port}: ${why}\n`);
    return undefined;
  }
}

/** A reply as redis-cli prints it: with types for people, bare in a pipe. */
function shown(reply: Reply, raw: boolean, indent = ""): string {
  if (reply === null) return raw ? "" : "(nil)";
  if (typeof reply === "number") return raw ? String(reply) : `(integer) ${reply}`;
  if (typeof reply === "string")
    return raw || reply.startsWith("# Server")
      ? reply.replaceAll("\r\n", "\n").replace(/\n$/, "")
      : JSON.stringify(reply);
  if (reply instanceof Error) return raw ? reply.message : `(error) ${reply.message}`;
  if ("status" in reply) return reply.status;
  if (raw) return reply.map((item) => shown(item, raw)).join("\n");
  if (reply.length === 0) return "(empty array)";
  const width = String(reply.length).length;
  return reply
    .map((item, index) => {
      const number = `${String(index + 1).padStart(width)}) `;
      return `${index === 0 ? "" : indent}${number}${shown(item, raw, indent + " ".repeat(number.length))}`;
    })
    .join("\n");
}
