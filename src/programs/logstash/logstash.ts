import type { Connection } from "../../kernel/connection.ts";
import { type HttpHandler, serveHttp } from "../../kernel/http.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { readLines } from "../../kernel/stream.ts";
import { endingSignal } from "../ending-signal.ts";
import { readPipeline } from "./pipeline.ts";

/** What a Java machine takes before the first line, and the pipeline after it, ms. */
const BOOT_MS = 8000;
const PIPELINE_MS = 3000;

/**
 * Logstash 6.2.1 as far as the course's line goes: `-e` with inputs over TCP and standard output. Its log and the form of
 * its events are reconstructed from its source and documentation.
 */
export const logstash: Program = async (process) => {
  const words = process.args.slice(1);
  const given = words.findIndex((word) => word === "-e" || word === "--config.string");
  const config = given < 0 ? undefined : words[given + 1];
  if (words.includes("--version") || words.includes("-V")) {
    await process.stdout.write("logstash 6.2.1\n");
    return 0;
  }
  await process.sleep(BOOT_MS);
  await process.stdout.write(
    "Sending Logstash's logs to /usr/share/logstash/logs which is now configured via log4j2.properties\n",
  );
  await say(process, "runner", 'Starting Logstash {"logstash.version"=>"6.2.1"}');
  const apiPort = serveApi(process, FIRST_API_PORT);
  await say(process, "agent", `Successfully started Logstash API endpoint {:port=>${apiPort}}`);
  const pipeline = readPipeline(config ?? "input { stdin {} } output { stdout {} }");
  if (!pipeline) {
    await say(
      process,
      "agent",
      'Failed to execute action {:action=>LogStash::PipelineAction::Create/pipeline_id:main, :exception=>"LogStash::ConfigurationError", :message=>"Expected one of #, input, filter, output at line 1, column 1 (byte 1)"}',
      "ERROR",
    );
    return 1;
  }
  if (pipeline.inputs.length === 0 || pipeline.others.length > 0)
    await process.stderr.write(
      'Este laboratorio solo simula de Logstash «input tcp» y «output stdout».\nOf Logstash this playground simulates "input tcp" and "output stdout" only.\n',
    );
  await say(
    process,
    "pipeline",
    'Starting pipeline {:pipeline_id=>"main", "pipeline.workers"=>2, "pipeline.batch.size"=>125, "pipeline.batch.delay"=>50}',
  );
  await process.sleep(PIPELINE_MS);
  const { sockets } = process.machine.network;
  const listeners = [];
  for (const { port, json } of pipeline.inputs) {
    if (json)
      await say(process, "inputs.tcp", 'Automatically switching from json to json_lines codec {:plugin=>"tcp"}');
    try {
      const serve = (connection: Connection) => receive(process, connection, json, pipeline.stdout);
      listeners.push(sockets.listen(port, serve, { pid: process.pid }));
      await say(
        process,
        "inputs.tcp",
        `Starting tcp input listener {:address=>"0.0.0.0:${port}", :ssl_enable=>"false"}`,
      );
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await say(process, "inputs.tcp", "Address already in use", "ERROR");
      return 1;
    }
  }
  await say(
    process,
    "pipeline",
    'Pipeline started succesfully {:pipeline_id=>"main", :thread=>"#<Thread:0x5d6b0a4e run>"}',
  );
  await say(process, "agent", 'Pipelines running {:count=>1, :pipelines=>["main"]}');
  const signal = await endingSignal(process, "SIGTERM", "SIGINT");
  await say(process, "runner", `${signal} received. Shutting down.`, "WARN");
  for (const listener of listeners) listener.close();
  return signal === "SIGTERM" ? 143 : 130;
};

/** Its port is the first free one from here on (http.port: 9600-9700). */
const FIRST_API_PORT = 9600;

/** Its API (elastic.co/guide, "Monitoring APIs"), of which the root is here; what its build was called is left out. */
function serveApi(process: Process, port: number): number {
  const { machine } = process;
  const id = randomId(process);
  const json = { "Content-Type": "application/json" };
  const answer: HttpHandler = ({ target }) => {
    const about = {
      host: machine.hostname,
      version: "6.2.1",
      http_address: `0.0.0.0:${port}`,
      id,
      name: machine.hostname,
    };
    const missing = { path: target, status: 404, error: { message: "Not Found" } };
    const [path] = target.split("?");
    return path === "/"
      ? { status: 200, headers: json, body: JSON.stringify(about) }
      : { status: 404, headers: json, body: JSON.stringify(missing) };
  };
  try {
    serveHttp(process, port, answer);
    return port;
  } catch (error) {
    if (error instanceof NetworkError && error.code === "EADDRINUSE") return serveApi(process, port + 1);
    throw error;
  }
}

/** A random UUID of version 4. */
function randomId({ machine }: Process): string {
  const hex = machine.random.hex(32);
  const variant = "89ab".charAt(machine.random.below(4));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A line of log4j2's plain layout. */
async function say(process: Process, logger: string, text: string, level = "INFO"): Promise<void> {
  const time = new Date(process.machine.clock.now()).toISOString().replace("Z", "").replace(".", ",");
  await process.stdout.write(`[${time}][${level.padEnd(5)}][${`logstash.${logger}`.padEnd(25)}] ${text}\n`);
}

/** Takes lines from a connection and shows each as an event. */
async function receive(
  process: Process,
  { input, remoteAddress, remotePort }: Connection,
  json: boolean,
  shown: boolean,
): Promise<void> {
  for await (const line of readLines(input, process.signal)) {
    if (line.trim() === "" || !shown) continue;
    const own = json ? parsed(line) : { message: line };
    const event = {
      ...own,
      "@timestamp": new Date(process.machine.clock.now()),
      "@version": "1",
      host: remoteAddress,
      port: remotePort,
    };
    await process.stdout.write(`${rubydebug(event)}\n`);
  }
}

function parsed(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { message: line, tags: ["_jsonparsefailure"] };
}

/** An event as Ruby's awesome_print shows it: names to the right, one a line. */
function rubydebug(value: unknown, indent = ""): string {
  if (value instanceof Date) return value.toISOString();
  if (value === null || value === undefined) return "nil";
  const deeper = `${indent}    `;
  if (Array.isArray(value))
    return `[\n${value.map((item, index) => `${deeper}[${index}] ${rubydebug(item, deeper)}`).join(",\n")}\n${indent}]`;
  if (typeof value !== "object") return typeof value === "string" ? JSON.stringify(value) : String(value);
  const entries = Object.entries(value);
  const width = Math.max(...entries.map(([key]) => key.length + 2));
  const lines = entries.map(
    ([key, item]) => `${deeper}${`"${key}"`.padStart(width)} => ${rubydebug(item, deeper + " ".repeat(width + 4))}`,
  );
  return `{\n${lines.join(",\n")}\n${indent}}`;
}
