import type { Installation } from "./installation.ts";

/** Where `serve_forever` waits, by the library of each Python: lines of socketserver.py and of selectors.py. */
const SINCE_3_13 = { serve: 235, select: 398 };
const BEFORE = { serve: 233, select: 415 };

/**
 * The traceback of a KeyboardInterrupt that came while a server waited for its next request. From 3.13 on the script's
 * line is underlined, the call's brackets in another way (Lib/traceback.py, StackSummary._format_frame_summary_str):
 * those of the library are not, for a name takes what their call gives.
 * @param script its absolute path
 * @param text its source
 */
export function interruptedServer({ series, executable }: Installation, script: string, text: string): string {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.includes(".serve_forever()"));
  const source = (lines[at] ?? "").trim();
  const recent = Number(series.split(".")[1]) >= 13;
  const where = recent ? SINCE_3_13 : BEFORE;
  const library = `${libraryOf(executable)}/lib/python${series}`;
  const brackets = "()".length;
  const mark = recent ? `    ${"~".repeat(source.length - brackets)}${"^".repeat(brackets)}\n` : "";
  return (
    "Traceback (most recent call last):\n" +
    `  File "${script}", line ${at + 1}, in <module>\n    ${source}\n${mark}` +
    `  File "${library}/socketserver.py", line ${where.serve}, in serve_forever\n    ready = selector.select(poll_interval)\n` +
    `  File "${library}/selectors.py", line ${where.select}, in select\n    fd_event_list = self._selector.poll(timeout)\n` +
    "KeyboardInterrupt\n"
  );
}

/** The folder that a Python was installed in: "/usr/local" for "/usr/local/bin/python3". */
const libraryOf = (executable: string): string => executable.replace(/\/bin\/[^/]*$/, "");
