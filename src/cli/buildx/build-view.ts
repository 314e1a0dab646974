import type { BuildProgress } from "../../engine/build/build-progress.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
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
    const writing = new Writer(err);
    return {
      begin: () => void new PlainDisplay(progress, (text) => writing.write(text), DRIVER),
      end: () => writing.done(),
    };
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
