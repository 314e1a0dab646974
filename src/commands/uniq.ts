import { command, Failure, type Run } from "./command.ts";
import { nameIfPlain } from "./quoting.ts";
import { lineBatches } from "./text.ts";

export const uniq = command(
  {
    usage: "[OPTION]... [INPUT [OUTPUT]]",
    about: "Filter adjacent matching lines from INPUT, writing to OUTPUT.",
    short: "cdDuif:s:w:z",
    long: "count=c repeated=d all-repeated?=D unique=u ignore-case=i skip-fields:=f skip-chars:=s check-chars:=w zero-terminated=z",
    operands: [0, 2],
  },
  async (run) => {
    const number = (key: string, what: string) => {
      const text = run.options.value(key);
      if (text === undefined) return undefined;
      if (!/^\d+$/.test(text)) throw new Failure(`${text}: invalid number of ${what}`);
      return Number(text);
    };
    const fields = number("f", "fields to skip") ?? 0;
    const chars = number("s", "bytes to skip") ?? 0;
    const most = number("w", "bytes to compare");
    const end = run.has("z") ? "\0" : "\n";
    const keyOf = (line: string) => {
      let at = 0;
      for (let i = 0; i < fields; i++) at += /^[ \t]*[^ \t]*/.exec(line.slice(at))?.[0].length ?? 0;
      const part = line.slice(at + chars, most === undefined ? undefined : at + chars + most);
      return run.has("i") ? part.toLowerCase() : part;
    };
    const [name = "-", output] = run.operands;
    const input = await run.open(name);
    if (!input) return 1;
    const write = await writerTo(run, output);
    let group: string[] = [];
    let key: string | undefined;
    const flush = () => {
      const [first] = group;
      if (first === undefined) return "";
      const repeated = group.length > 1;
      const count = run.has("c") ? `${String(group.length).padStart(7)} ` : "";
      if (run.has("D")) return repeated ? group.map((line) => line + end).join("") : "";
      if ((run.has("d") && !repeated) || (run.has("u") && repeated)) return "";
      return count + first + end;
    };
    for await (const lines of lineBatches(run.process, input, end)) {
      let out = "";
      for (const line of lines) {
        const next = keyOf(line);
        if (key === next) {
          group.push(line);
          continue;
        }
        out += flush();
        group = [line];
        key = next;
      }
      await write(out);
    }
    await write(flush());
    return run.status;
  },
);

async function writerTo(run: Run, name: string | undefined): Promise<(text: string) => Promise<void>> {
  if (name === undefined || name === "-") return (text) => run.out(text);
  const path = run.path(name);
  await run.try(() => run.files.writeFile(path, ""), nameIfPlain(name));
  return async (text) => run.files.writeFile(path, text, { append: true });
}
