import type { BuildProgress } from "../../engine/build/build-progress.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { holdBlank } from "./held-blank.ts";
import { PlainDisplay } from "./plain-display.ts";
import { TerminalDisplay } from "./terminal-display.ts";

/** How often a terminal is drawn, ms. */
const FRAME_MS = 150;
const DRIVER = '"default" instance using docker driver';

type ViewMode = "tty" | "plain" | "quiet";

/** How a build is to be shown: `--progress`, `--quiet`. @throws CommandError */
export function viewMode({ flags, process }: Pick<CommandContext, "flags" | "process">): ViewMode {
  const asked = flags.string("progress");
  if (flags.bool("quiet") && !["", "auto", "quiet", "none"].includes(asked))
    throw new CommandError(`ERROR: progress=${asked} and quiet cannot be used together`);
  if (flags.bool("quiet") || asked === "quiet" || asked === "none") return "quiet";
  const tty = process.stderr.isTTY;
  if (asked === "auto" || asked === "") return tty ? "tty" : "plain";
  if (asked === "tty" && !tty) throw new CommandError("ERROR: failed to get console: provided file is not a console");
  if (asked === "rawjson")
    throw new CommandError(notSimulated("docker build --progress=rawjson", languageOf(process.env)));
  if (asked === "tty" || asked === "plain") return asked;
  throw new CommandError(`ERROR: invalid progress mode ${asked}`);
}

/** Shows a build while it goes on. */
interface BuildView {
  /** What is to be built is known. */
  begin(): void;
  /** @param finished whether all went well */
  end(finished: boolean): Promise<void>;
}

/** Begins to show a build on standard error. */
export async function openView(context: CommandContext, progress: BuildProgress, mode: ViewMode): Promise<BuildView> {
  const { err, process } = context;
  if (mode === "quiet") return { begin: () => {}, end: () => Promise.resolve() };
  if (mode === "plain") {
    let last: Promise<void> = Promise.resolve();
    // One text after another, without making the build wait.
    const write = holdBlank((text) => {
      last = last.then(() => err(text));
      last.catch(() => {});
    });
    return { begin: () => void new PlainDisplay(progress, write, DRIVER), end: () => last };
  }
  const screen = new TerminalDisplay(progress, process.tty?.columns ?? 80, process.tty?.rows ?? 24);
  await err(screen.opening());
  let drawing: ReturnType<typeof draw> | undefined;
  return {
    begin: () => {
      drawing = draw(context, screen);
    },
    end: async (finished) => {
      if (drawing) await drawing.stop(finished);
      else await err(screen.frame(process.machine.clock.now(), false));
    },
  };
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
