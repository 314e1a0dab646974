import { Template, TemplateRunError, TemplateSyntaxError } from "../../../cli/format/template.ts";
import { alphabeticalJson } from "../alphabetical-json.ts";
import { stringFlag } from "../flag.ts";
import type { MachineCommand } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";
import { EXPECTED_ONE } from "../one-machine.ts";

/** `docker-machine inspect NAME`: what docker-machine remembers of a machine. */
export const inspect: MachineCommand = {
  name: "inspect",
  usage: "Inspect information about a machine",
  description: "Argument is a machine name.",
  flags: [stringFlag("format, f", "Format the output using the given go template.")],
  async run({ line, store, info, showHelp }) {
    if (line.args.length > 1) {
      await showHelp();
      throw new MachineError(EXPECTED_ONE);
    }
    const config = store.load(store.target(line.args));
    const format = line.text("format");
    await info(format === "" ? JSON.stringify(config, null, 4) : render(format, config));
    return 0;
  },
};

/** A template with `json` and `prettyjson`, run on the machine's JSON, whose objects are Go maps: in order of their keys. */
function render(format: string, config: object): string {
  const whole = /^\s*\{\{\s*(json|prettyjson)\s+\.([\w.]*)\s*\}\}\s*$/.exec(format);
  if (whole) {
    const [, how, path = ""] = whole;
    return alphabeticalJson(fieldOf(config, path), how === "prettyjson" ? 4 : 0);
  }
  try {
    return new Template(format).renderObject(config);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw new MachineError(`template parsing error: ${error.message}`);
    if (error instanceof TemplateRunError) throw new MachineError(error.message);
    throw error;
  }
}

/** What stands at `Driver.CPU`; null for what is not there. */
function fieldOf(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split(".").filter((part) => part !== ""))
    at = typeof at === "object" && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : null;
  return at;
}
