import { type CommandContext, CommandError } from "../command.ts";
import { failureText } from "../failure.ts";
import { goJson } from "./go-json.ts";
import { Template, TemplateRunError, TemplateSyntaxError } from "./template.ts";
import { TypedValue } from "./typed-value.ts";

/**
 * `docker … inspect`: the objects of all names that exist, as JSON or through a template, then what was wrong with the
 * others (docker/cli, `cli/command/inspect`).
 * @param lookup the API's object for a name; it throws what the daemon or the client says of one that is not there
 * @param type Go's name for an object, where the daemon's JSON is not tried after it
 * @param encoded whether the client writes the JSON itself, which escapes `<` and `>`: there is no daemon's
 * @param format the text of `--format`; "" when there is none
 * @throws CommandError status 64 for a template that cannot be read
 */
export async function inspectObjects(
  context: Pick<CommandContext, "out" | "err" | "process">,
  names: readonly string[],
  lookup: (name: string) => unknown,
  format: string,
  type?: string,
  encoded = false,
): Promise<number> {
  const template = format === "" || format === "json" ? undefined : parseInspectTemplate(format);
  const objects: unknown[] = [];
  const lines: string[] = [];
  const failures: string[] = [];
  for (const name of names) {
    try {
      const object = await lookup(name);
      objects.push(object instanceof TypedValue ? object.json : object);
      if (template) lines.push(`${template.renderObject(object, type)}\n`);
    } catch (error) {
      const text = error instanceof TemplateRunError ? `template parsing error: ${error.message}` : failureText(error);
      if (text === undefined) throw error;
      failures.push(text);
    }
  }
  await context.out(
    template
      ? lines.join("") || "\n"
      : `${goJson(objects, { indent: format === "json" ? 0 : 4, escapeHtml: encoded })}\n`,
  );
  if (failures.length === 0) return 0;
  // Whoever reads the objects through a pipe gets to print them first, as recorded in tape 04.
  await context.process.sleep(1);
  await context.err(`${failures.join("\n")}\n`);
  return 1;
}

/** The template of an `inspect`, `info` or `version`. @throws CommandError status 64 */
export function parseInspectTemplate(source: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw new CommandError(`template parsing error: ${error.message}`, 64);
    throw error;
  }
}
