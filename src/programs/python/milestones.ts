import { byteLength } from "../../kernel/bytes.ts";
import type { Process } from "../../kernel/process.ts";
import { type Answer, serveForever } from "./http-server.ts";
import { installationOf } from "./installation.ts";
import { interruptedServer } from "./interrupted-server.ts";
import { dumps } from "./json.ts";

/** What a milestones service's script says about itself. */
interface MilestonesScript {
  /** Its source. */
  readonly text: string;
  /** The file that its data is in. */
  readonly data: string;
  /** The port without $PORT. */
  readonly port: number;
  /** Whether it writes JSON in ASCII. */
  readonly ascii: boolean;
}

/**
 * The course's service of milestones, whatever its wording: a script with an HTTPServer that answers /status, /all and
 * /one/N from a JSON file of `hitos`. Undefined for another script.
 */
export function milestonesScript(text: string): MilestonesScript | undefined {
  const parts = [/HTTPServer\(/, /"hitos"/, /"\/all"/, /"\/one\/"/, /"\/status"/];
  if (!parts.every((part) => part.test(text))) return undefined;
  const data = /Path\("([^"]+\.json)"\)/.exec(text)?.[1] ?? "/src/data/hitos.json";
  const port = Number(/environ\.get\("PORT",\s*"?(\d+)"?\)/.exec(text)?.[1] ?? 80);
  return { text, data, port, ascii: !/ensure_ascii=False/.test(text) };
}

/** Runs it: GET /, /status, /all and /one/<number> (tape 08). */
export function milestones(process: Process, script: MilestonesScript, name: string): Promise<number> {
  const port = Number(process.env.PORT ?? script.port);
  const options = {
    ...{ port, server: "BaseHTTP/0.6", script: name },
    handlesTermination: /signal\.SIGTERM/.test(script.text),
    interrupted: () => interrupted(process, name, script.text),
  };
  return serveForever(process, options, ({ method, target }) => {
    if (method !== "GET") return undefined;
    const [status, body] = answer(target, milestonesIn(process, script.data));
    const payload = `${dumps(body, script.ascii)}\n`;
    const headers = { "Content-Type": "application/json", "Content-Length": String(byteLength(payload)) };
    return { status, headers, body: payload } satisfies Answer;
  });
}

/** Ctrl-C: silence where the script catches it, else Python's traceback and the end that SIGINT brings. */
async function interrupted(process: Process, name: string, text: string): Promise<number> {
  if (/except KeyboardInterrupt/.test(text)) return 0;
  await process.stderr.write(interruptedServer(installationOf(process), name, text));
  return INTERRUPTED;
}

/** 128 and SIGINT. */
const INTERRUPTED = 130;

function answer(path: string, hitos: readonly unknown[]): [number, unknown] {
  if (path === "/" || path === "/status") return [200, { status: "OK" }];
  if (path === "/all") return [200, { hitos }];
  const number = path.startsWith("/one/") ? path.slice("/one/".length) : "";
  if (/^\d+$/.test(number) && Number(number) < hitos.length) return [200, hitos[Number(number)]];
  return [404, { error: "not found" }];
}

/** The list in the data file; nothing when there is none or it is no such file. */
function milestonesIn({ files }: Process, path: string): readonly unknown[] {
  if (!files.exists(path)) return [];
  try {
    const parsed: unknown = JSON.parse(files.readFile(path));
    if (typeof parsed !== "object" || parsed === null || !("hitos" in parsed)) return [];
    return Array.isArray(parsed.hitos) ? parsed.hitos : [];
  } catch {
    return [];
  }
}
