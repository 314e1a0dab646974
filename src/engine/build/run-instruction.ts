import { FileTree } from "../../kernel/file-tree.ts";
import { file, layer } from "../../kernel/layer.ts";
import { StartFailure } from "../container/oci-error.ts";
import { runStep, type StepMount } from "../container/run-step.ts";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { quote } from "../go-quote.ts";
import { BuildError, located } from "./build-error.ts";
import { cacheKey } from "./cache.ts";
import { commandWords } from "./config-instruction.ts";
import type { Instruction } from "./dockerfile.ts";
import { type FileStep, flagOf, isScript, type StepContext } from "./file-step.ts";
import { LineOutput } from "./line-output.ts";
import { runMounts } from "./run-mount.ts";
import type { StageState } from "./stage-state.ts";
import { stepMounts } from "./step-mounts.ts";

/** What starting a step's container costs, ms. */
const RUN_MS = 250;

/** A RUN, with its mounts. @throws BuildError when what it mounts is not there */
export async function runInstruction(
  context: StepContext,
  instruction: Instruction,
  state: StageState,
): Promise<FileStep> {
  const { engine, progress, signal, secrets = {}, extraHosts = {}, proxies = {} } = context;
  const { User: user = "", WorkingDir: cwd = "/" } = state.config;
  const wanted = located(instruction.range, () => runMounts(instruction, state.variables, cwd));
  const source = (from: string | undefined) => context.source(from, instruction);
  const mounts = await stepMounts(engine, instruction, wanted, source, secrets);
  const argv = runCommand(instruction, state);
  const args = Object.entries(state.args).map(([name, value]) => `${name}=${value}`);
  const shown = argv.join(" ");
  const prefix = args.length > 0 ? `|${args.length} ${args.join(" ")} ` : "";
  const network = networkOf(instruction) ?? context.network;
  const environment = Object.entries({ ...state.args, ...state.environment }).map((pair) => pair.join("="));
  const hosts = Object.entries(extraHosts).map((pair) => pair.join(":"));
  return {
    key: cacheKey(
      state.key,
      "RUN",
      ...argv,
      ...(isProgram(instruction) ? instruction.heredocs.map(({ content }) => content) : []),
      ...environment,
      user,
      cwd,
      network,
      mounts.key,
      ...hosts,
    ),
    createdBy: `RUN ${prefix}${shown} # buildkit`,
    mayRepeat: true,
    description: `mount / from exec ${shown}`,
    execute: async (vertex) => {
      await engine.clock.sleep(RUN_MS, signal);
      const output = new LineOutput((line) => progress.log(vertex, line));
      const failed = (why: string, cause?: Error) => {
        const message = `process ${quote(shown)} did not complete successfully: ${why}`;
        return new BuildError(message, instruction.range, { cause });
      };
      try {
        const opened = await mounts.open();
        const { status, files } = await runStep(engine, {
          lowers: state.files,
          argv,
          env: { ...state.args, ...state.environment, ...proxies, ...opened.env },
          ...{ cwd, user, network, stdout: output, stderr: output, signal, extraHosts },
          mounts: [...opened.mounts, ...scriptMount(engine, instruction)],
        });
        mounts.close(opened.mounts);
        output.end();
        if (status !== 0) throw failed(`exit code: ${status}`);
        return files;
      } catch (error) {
        if (error instanceof StartFailure) throw failed("exit code: 1", error);
        if (error instanceof EngineError) throw failed(error.message, error);
        throw error;
      }
    },
  };
}

/** Why a command could not be started, in runc's words. */
export const startFailureText = ({ message }: StartFailure): string =>
  `unable to start container process: error during container init: ${message}`;

function networkOf(instruction: Instruction): StepContext["network"] | undefined {
  const asked = flagOf(instruction, "network");
  return asked === "none" || asked === "host" ? asked : undefined;
}

/** Where a script with an interpreter of its own is mounted. */
const PIPES = "/dev/pipes";

/** A heredoc alone is the script; after a command it is that command's input, which the shell sees to. */
function runCommand(instruction: Instruction, state: StageState): string[] {
  const { rest, json, heredocs } = instruction;
  const [first] = heredocs;
  if (!first) return commandWords({ rest, json }, state.config);
  const input = () => `${rest}${heredocs.map(({ content, name }) => `\n${content}${name}`).join("")}`;
  const alone = isProgram(instruction) ? `${PIPES}/${first.name}` : first.content;
  return commandWords({ rest: isScript(instruction) ? alone : input(), json: undefined }, state.config);
}

/** Whether a heredoc alone says in its first line what runs it. */
export const isProgram = (instruction: Pick<Instruction, "rest" | "heredocs">): boolean =>
  isScript(instruction) && instruction.heredocs[0]?.content.startsWith("#!") === true;

function scriptMount(engine: Engine, instruction: Instruction): StepMount[] {
  const [first] = instruction.heredocs;
  if (!first || !isProgram(instruction)) return [];
  const tree = new FileTree([layer({ "/file": file(first.content, { mode: 0o755 }) }, 0)], engine.clock);
  return [{ target: `${PIPES}/${first.name}`, tree, isFile: true, readOnly: true }];
}
