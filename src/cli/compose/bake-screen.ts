import { holdBlank } from "../buildx/held-blank.ts";
import { PlainDisplay } from "../buildx/plain-display.ts";
import { TerminalDisplay } from "../buildx/terminal-display.ts";
import type { BakeProgress } from "./bake-progress.ts";
import type { ComposeInvocation } from "./invocation.ts";

/** How often a terminal is drawn, ms. */
const FRAME_MS = 150;

/** Shows builds while they go on. */
export interface BakeScreen {
  /** Draws how it ended; what is said after it comes below. */
  end(): Promise<void>;
}

/**
 * Begins to show builds, as `--progress` asks.
 * @param log takes the lines one by one instead, as `docker compose watch` shows them
 */
export function openBakeScreen(
  compose: ComposeInvocation,
  progress: BakeProgress,
  { quiet, log }: { readonly quiet: boolean; readonly log?: ((line: string) => void) | undefined },
): BakeScreen {
  const mode = quiet ? "quiet" : compose.progressMode;
  if (log) return logLines(progress, log);
  if (mode === "quiet" || mode === "json") return { end: () => compose.written };
  if (mode === "plain") {
    new PlainDisplay(
      progress,
      holdBlank((text) => compose.write(text)),
      "",
    );
    return { end: () => compose.written };
  }
  return drawAgain(compose, progress);
}

function logLines(progress: BakeProgress, log: (line: string) => void): BakeScreen {
  let rest = "";
  new PlainDisplay(
    progress,
    holdBlank((text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) log(line);
    }),
    "",
  );
  return { end: () => Promise.resolve() };
}

function drawAgain(compose: ComposeInvocation, progress: BakeProgress): BakeScreen {
  const { process } = compose.context;
  const { clock } = process.machine;
  const display = new TerminalDisplay(progress, process.tty?.columns ?? 80, process.tty?.rows ?? 24, "");
  compose.write(display.opening());
  let cancel = () => {};
  const tick = () => {
    if (process.signal.aborted) return;
    if (progress.vertices.some(({ started }) => started !== undefined))
      compose.write(display.frame(clock.now(), false));
    cancel = clock.after(FRAME_MS, tick);
  };
  tick();
  return {
    end: () => {
      cancel();
      compose.write(display.frame(clock.now(), true));
      return compose.written;
    },
  };
}
