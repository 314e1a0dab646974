import { headerOf } from "../kernel/http.ts";
import { type ApiCall, ApiResponse, type ApiRoute, first, JSON_TYPE, json } from "./api-answer.ts";
import { ApiFields, jsonBody } from "./api-fields.ts";
import { frame } from "./api-logs.ts";
import { createExec, type Exec } from "./container/exec.ts";
import { requireContainer } from "./container/find.ts";
import type { Engine } from "./engine.ts";
import { EngineError, invalid, notFound } from "./errors.ts";

/** A program that a client of the API has asked for; the daemon forgets it when it ends itself. */
interface KnownExec {
  readonly exec: Exec;
  readonly container: string;
  readonly cmd: readonly string[];
  readonly tty: boolean;
  started: boolean;
  exitCode: number | null;
}

const known = new WeakMap<Engine, Map<string, KnownExec>>();

const fieldsOf = ({ request }: ApiCall, struct: string) =>
  new ApiFields(jsonBody(request.body, headerOf(request.headers, "content-type")), struct);

/** Programs in running containers: asked for, started, looked at. */
export const EXEC_ROUTES: readonly ApiRoute[] = [
  {
    method: "POST",
    path: /^\/containers\/([^/]+)\/exec$/,
    answer: (engine, call) => {
      const fields = fieldsOf(call, "ExecCreateRequest");
      const cmd = fields.texts("Cmd") ?? [];
      if (cmd.length === 0) throw invalid("No exec command specified");
      const tty = fields.flag("Tty") ?? false;
      const exec = createExec(engine, first(call), {
        cmd,
        tty,
        env: fields.texts("Env") ?? [],
        workingDir: fields.text("WorkingDir") ?? "",
        user: fields.text("User") ?? "",
      });
      const container = requireContainer(engine, first(call)).id;
      const all = known.get(engine) ?? new Map<string, KnownExec>();
      known.set(engine, all);
      all.set(exec.id, { exec, container, cmd, tty, started: false, exitCode: null });
      return new ApiResponse(JSON_TYPE, json({ Id: exec.id }), 201);
    },
  },
  {
    method: "POST",
    path: /^\/exec\/([^/]+)\/start$/,
    answer: async (engine, call) => {
      const one = requireExec(engine, first(call));
      const fields = fieldsOf(call, "ExecStartRequest");
      if (one.started) throw new EngineError(409, `Error: Exec command ${one.exec.id} has already run`);
      one.started = true;
      const pieces: string[] = [];
      const raw = fields.flag("Tty") ?? false;
      one.exec.streams.onOutput(({ stream, text }) => {
        pieces.push(raw ? text : frame(stream, text));
      });
      const detached = fields.flag("Detach") ?? false;
      const run = one.exec.run(detached);
      const ended = run.then((status) => {
        one.exitCode = status;
      });
      await ended;
      if (detached) return new ApiResponse("", "");
      return new ApiResponse(`application/vnd.docker.${raw ? "raw" : "multiplexed"}-stream`, pieces.join(""));
    },
  },
  {
    method: "GET",
    path: /^\/exec\/([^/]+)\/json$/,
    answer: (engine, call) => {
      const { exec, container, cmd, tty, started, exitCode } = requireExec(engine, first(call));
      const [entrypoint = "", ...words] = cmd;
      return {
        ID: exec.id,
        Running: started && exitCode === null,
        ExitCode: exitCode,
        ProcessConfig: { tty, entrypoint, arguments: words, privileged: false },
        OpenStdin: false,
        OpenStderr: false,
        OpenStdout: false,
        CanRemove: exitCode !== null,
        ContainerID: container,
        DetachKeys: "",
        Pid: 0,
      };
    },
  },
];

/** @throws EngineError */
function requireExec(engine: Engine, id: string): KnownExec {
  const one = known.get(engine)?.get(id);
  if (!one) throw notFound(`No such exec instance: ${id}`);
  return one;
}
