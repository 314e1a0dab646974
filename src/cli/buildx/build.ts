import { build } from "../../engine/build/build.ts";
import { BuildError } from "../../engine/build/build-error.ts";
import { BuildProgress } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Image } from "../../engine/image/image.ts";
import { requireTagged } from "../../engine/image/resolve.ts";
import { type Command, type CommandContext, CommandError, exactArgs } from "../command.ts";
import { writeOutputFile } from "../image/input-file.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { type BuildInput, readBuildInput } from "./build-context.ts";
import { runClassicBuild } from "./classic.ts";
import { failureText, warningsText } from "./failure-text.ts";
import { PlainDisplay } from "./plain-display.ts";
import { TerminalDisplay } from "./terminal-display.ts";

/** What buildx does before it asks anybody, ms (recording 07). */
const PREPARE_MS = 60;
/** How often a terminal is drawn, ms. */
const FRAME_MS = 150;
const DRIVER = '"default" instance using docker driver';

type Mode = "tty" | "plain" | "quiet" | "rawjson";

/** `docker build`: docker/buildx, `commands/build.go` (recordings 05, 07). */
export const command: Command = {
  path: "buildx build",
  args: exactArgs(1),
  async run(context) {
    const { flags, args, out, err, process } = context;
    refuse(context);
    if (process.env.DOCKER_BUILDKIT === "0") {
      const input = await readBuildInput(process, args[0] ?? "", flags.string("file"));
      return runClassicBuild(context, requestOf(context, input), flags.bool("quiet"));
    }
    const mode = modeOf(context);
    const progress = new BuildProgress(process.machine.clock);
    const screen = mode === "tty" ? new TerminalDisplay(progress, process.tty?.columns ?? 80) : undefined;
    if (screen) await err(screen.opening());
    await process.sleep(PREPARE_MS);
    let input: BuildInput;
    let request: BuildRequest;
    try {
      input = await readBuildInput(process, args[0] ?? "", flags.string("file"));
      request = requestOf(context, input);
      progress.begin();
    } catch (error) {
      if (screen) await err(screen.frame(process.machine.clock.now(), false));
      if (error instanceof EngineError) throw new CommandError(`ERROR: failed to build: ${error.message}`);
      throw error;
    }
    const writing = new Writer(err);
    if (mode === "plain") new PlainDisplay(progress, (text) => writing.write(text), DRIVER);
    const drawing = screen ? draw(context, screen) : undefined;
    try {
      const image = await build(context.engine, request, progress);
      await finish(context, image, mode);
      await drawing?.stop(true);
      await writing.done();
      if (mode !== "quiet") await err(warningsText(progress, mode === "tty"));
      else await out(`${image.id}\n`);
      return 0;
    } catch (error) {
      await drawing?.stop(true);
      await writing.done();
      if (!(error instanceof BuildError)) throw error;
      await err(failureText(error, progress, input.dockerfile));
      return 1;
    }
  },
};

/** Writes one text after another, in order, without making the build wait. */
class Writer {
  readonly #to: (text: string) => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  /** The blank line that ends a block is held back: the last one is left out. */
  #blank = "";

  constructor(to: (text: string) => Promise<void>) {
    this.#to = to;
  }

  write(text: string): void {
    const whole = this.#blank + text;
    this.#blank = whole.endsWith("\n\n") ? "\n" : "";
    const now = this.#blank === "" ? whole : whole.slice(0, -1);
    this.#last = this.#last.then(() => this.#to(now));
    this.#last.catch(() => {});
  }

  done(): Promise<void> {
    return this.#last;
  }
}

/** Draws the screen again and again until it is told that all is over. */
function draw({ err, process }: CommandContext, screen: TerminalDisplay): { stop(finished: boolean): Promise<void> } {
  const { clock } = process.machine;
  let over = false;
  let cancel = () => {};
  let last: Promise<void> = Promise.resolve();
  const frame = (finished: boolean) => {
    const text = screen.frame(clock.now(), finished);
    last = last.then(() => err(text));
    last.catch(() => {});
  };
  const tick = () => {
    if (over || process.signal.aborted) return;
    frame(false);
    cancel = clock.after(FRAME_MS, tick);
  };
  tick();
  return {
    stop: async (finished) => {
      over = true;
      cancel();
      frame(finished);
      await last;
    },
  };
}

function modeOf({ flags, process }: CommandContext): Mode {
  if (flags.bool("quiet")) return "quiet";
  const asked = flags.string("progress");
  const tty = process.stderr.isTTY;
  if (asked === "auto" || asked === "") return tty ? "tty" : "plain";
  if (asked === "tty" && !tty)
    throw new CommandError("ERROR: failed to build: failed to get console: provided file is not a console");
  if (asked === "tty" || asked === "plain" || asked === "quiet" || asked === "rawjson") return asked;
  throw new CommandError(`ERROR: failed to build: invalid progress mode ${asked}`);
}

function requestOf({ flags, process }: CommandContext, input: BuildInput): BuildRequest {
  const network = flags.string("network");
  return {
    ...input,
    tags: flags.list("tag").map(requireTagged),
    target: flags.string("target"),
    buildArgs: buildArgs(flags.list("build-arg"), process.env),
    labels: flags.map("label"),
    noCache: flags.bool("no-cache"),
    network: network === "none" || network === "host" ? network : "default",
    provenance: !/^(false|0)$/.test(flags.string("provenance")),
    signal: process.signal,
  };
}

/** A name without a value takes it from the environment. */
function buildArgs(pairs: readonly string[], env: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const pair of pairs) {
    const cut = pair.indexOf("=");
    const name = cut < 0 ? pair : pair.slice(0, cut);
    const value = cut < 0 ? env[name] : pair.slice(cut + 1);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

async function finish({ flags, process }: CommandContext, image: Image, mode: Mode): Promise<void> {
  const iidFile = flags.string("iidfile");
  if (iidFile !== "") writeOutputFile(process, iidFile, image.id);
  if (mode === "rawjson")
    throw new CommandError(notSimulated("docker build --progress=rawjson", languageOf(process.env)));
}

/** @throws CommandError for a flag whose work this playground does not do */
function refuse({ flags, process }: CommandContext): void {
  const not = [
    "allow",
    "build-context",
    "cache-from",
    "cache-to",
    "call",
    "check",
    "output",
    "platform",
    "push",
    "sbom",
    "secret",
    "ssh",
    "metadata-file",
  ];
  for (const name of not) {
    if (!flags.changed(name) || (name === "platform" && /^linux\/amd64$/.test(flags.string(name)))) continue;
    throw new CommandError(`ERROR: ${notSimulated(`docker build --${name}`, languageOf(process.env))}`);
  }
}
