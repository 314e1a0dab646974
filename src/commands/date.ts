import { command, Failure } from "./command.ts";
import { parseDate, strftime } from "./time-text.ts";

const ISO: Readonly<Record<string, string>> = {
  "": "%Y-%m-%d",
  date: "%Y-%m-%d",
  hours: "%Y-%m-%dT%H%:z",
  minutes: "%Y-%m-%dT%H:%M%:z",
  seconds: "%Y-%m-%dT%H:%M:%S%:z",
  ns: "%Y-%m-%dT%H:%M:%S,%N%:z",
};

export const date = command(
  {
    usage: "[OPTION]... [+FORMAT]",
    about: "Display the current time in the given FORMAT.",
    short: "d:f:r:Rs:uD:",
    long: "date:=d utc=u universal=u iso-8601?=I rfc-email=R rfc-3339: reference:=r set:=s",
    // -I takes what is glued to it, or nothing.
    before: (args) => args.map((arg) => (/^-I/.test(arg) ? `--iso-8601=${arg.slice(2)}` : arg)),
  },
  async (run) => {
    const { clock } = run.process.machine;
    const [operand, extra] = run.operands;
    if (extra !== undefined)
      throw new Failure(`extra operand ${run.quote(extra)}\nTry 'date --help' for more information.`);
    if (operand !== undefined && !operand.startsWith("+")) {
      if (run.has("d")) {
        throw new Failure(
          `the argument ${run.quote(operand)} lacks a leading '+';\nwhen using an option to specify date(s), any non-option\nargument must be a format string beginning with '+'\nTry 'date --help' for more information.`,
        );
      }
      throw new Failure(
        /^\d+$/.test(operand) ? "cannot set date: Operation not permitted" : `invalid date ${run.quote(operand)}`,
      );
    }
    if (run.has("s")) throw new Failure(`${run.busybox ? "can't" : "cannot"} set date: Operation not permitted`);
    let time = clock.now();
    const [text, reference] = [run.options.value("d"), run.options.value("r")];
    if (text !== undefined) {
      const parsed = parseDate(text, time);
      if (parsed === undefined) throw new Failure(`invalid date ${run.busybox ? `'${text}'` : run.quote(text)}`);
      time = parsed;
    } else if (reference !== undefined) {
      const stats = await run.try(() => run.files.stat(run.path(reference)), reference);
      if (!stats) return 1;
      time = stats.mtime;
    }
    const iso = run.options.value("I");
    const rfc = run.options.value("rfc-3339");
    let format = operand?.slice(1);
    if (format === undefined && iso !== undefined) {
      format = ISO[iso] ?? Object.entries(ISO).find(([name]) => iso !== "" && name.startsWith(iso))?.[1];
      if (format === undefined) throw new Failure(`invalid argument ${run.quote(iso)} for ${run.quote("--iso-8601")}`);
    } else if (format === undefined && rfc !== undefined)
      format = rfc === "date" ? "%Y-%m-%d" : `%Y-%m-%d %H:%M:%S${rfc === "ns" ? ".%N" : ""}%:z`;
    else if (run.has("R")) format ??= "%a, %d %b %Y %H:%M:%S %z";
    await run.out(`${strftime(format ?? "%a %b %e %H:%M:%S UTC %Y", time)}\n`);
    return run.status;
  },
);
