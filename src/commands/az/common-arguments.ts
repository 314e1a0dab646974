import { readAnswer } from "../ask.ts";
import { type AzArgument, AzError, type AzRun } from "./az-command.ts";

export const RESOURCE_GROUP: AzArgument = {
  names: ["--resource-group", "-g"],
  help: "Name of resource group. You can configure the default group using `az configure --defaults group=<name>`.",
};

export const LOCATION: AzArgument = {
  names: ["--location", "-l"],
  help: "Location. Values from: `az account list-locations`.",
};

export const TAGS: AzArgument = {
  names: ["--tags"],
  help: 'Space-separated tags: key[=value] [key[=value] ...]. Use "" to clear existing tags.',
  kind: "list",
};

export const YES: AzArgument = { names: ["--yes", "-y"], help: "Do not prompt for confirmation.", kind: "flag" };

export const NO_WAIT: AzArgument = {
  names: ["--no-wait"],
  help: "Do not wait for the long-running operation to finish.",
  kind: "flag",
};

export const required = (argument: AzArgument): AzArgument => ({ ...argument, required: true });

/** `--tags a=1 b`: undefined when they were not given. */
export function tagsOf(run: AzRun): Record<string, string> | undefined {
  const pairs = run.list("tags");
  return pairs && Object.fromEntries(pairs.filter((pair) => pair !== "").map(pairOf));
}

/** "NAME=VALUE"; "NAME" alone has an empty value. */
export function pairOf(text: string): readonly [name: string, value: string] {
  const cut = text.indexOf("=");
  return cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut + 1)];
}

/** Asks "(y/n)" before something is lost (knack, prompting.py). @throws AzError when nobody can answer, or says no */
export async function confirm(run: AzRun, question: string): Promise<void> {
  if (run.has("yes")) return;
  const { process } = run;
  if (!process.stdin.isTTY) throw new AzError("Unable to prompt for confirmation as no tty available. Use --yes.");
  for (;;) {
    const answer = await askLine(run, `${question} (y/n): `);
    if (/^y(es)?$/i.test(answer)) return;
    if (answer === "" || /^n(o)?$/i.test(answer)) throw new AzError("Operation cancelled.");
  }
}

/** A line that is shown while it is typed. */
export async function askLine({ process }: AzRun, question: string): Promise<string> {
  await process.stdout.write(question);
  return ((await readAnswer(process)) ?? "").trim();
}
