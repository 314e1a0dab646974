import { environmentJson } from "../../cloud/docker-cloud/app-resources.ts";
import { CloudFailure } from "../../cloud/docker-cloud/cloud-failure.ts";
import { findService } from "../../cloud/docker-cloud/find.ts";
import type { EnvironmentVariable } from "../../cloud/docker-cloud/state.ts";
import { type CloudRun, FAILED } from "./cloud-run.ts";
import { identifiers, quiet, SERVICE, SYNC } from "./common-arguments.ts";
import type { Argument, Parser } from "./parser.ts";
import { ENV, ENV_FILE } from "./service-arguments.ts";
import { environmentOf } from "./service-request.ts";
import { keepChange } from "./service-run.ts";
import { show } from "./show.ts";

/** `docker-cloud service env` (dockercloudcli, parsers.py and commands.py). */

const REDEPLOY: Argument = {
  names: ["--redeploy"],
  help: "redeploy service with new configuration after set command",
  kind: "flag",
};

/** What a service's variables become. @returns undefined for nothing to change, with what is to be told @throws CloudFailure */
type Change = (given: {
  readonly all: readonly string[];
  readonly own: readonly EnvironmentVariable[];
  readonly asked: readonly EnvironmentVariable[];
  readonly identifier: string;
}) => { readonly environment?: EnvironmentVariable[]; readonly complaints: readonly string[] };

async function apply(run: CloudRun, asked: readonly EnvironmentVariable[], change: Change): Promise<number> {
  return run.each(async (identifier) => {
    const found = findService(run.cloud, identifier);
    const all = environmentJson(run.cloud, found).map(({ key }) => String(key));
    const { environment, complaints } = change({ all, own: found.definition.environment, asked, identifier });
    for (const line of complaints) await run.err(line);
    if (!environment) return false;
    const done = await keepChange(run, found, identifier, { environment });
    return done && complaints.length === 0;
  });
}

async function withVariables(run: CloudRun, change: Change): Promise<number> {
  let asked: EnvironmentVariable[];
  try {
    asked = environmentOf(run);
  } catch (error) {
    if (!(error instanceof CloudFailure)) throw error;
    await run.err(error.message);
    return FAILED;
  }
  if (asked.length > 0) return apply(run, asked, change);
  await run.err("Environment variables cannot be empty.");
  return FAILED;
}

const add: Change = ({ all, own, asked, identifier }) => {
  const fresh = asked.filter(({ key }) => !all.includes(key));
  const complaints = asked
    .filter(({ key }) => all.includes(key))
    .map(({ key }) => `Failed to add environment variable: "${key}" already exist in service ${identifier}`);
  if (fresh.length > 0) return { environment: [...fresh, ...own], complaints };
  return { complaints: [...complaints, `No environment variables need to be added to service ${identifier}`] };
};

const update: Change = ({ all, own, asked, identifier }) => {
  const known = asked.filter(({ key }) => all.includes(key));
  const complaints = asked
    .filter(({ key }) => !all.includes(key))
    .map(({ key }) => `Failed to update environment variable: "${key}" does not exist in service ${identifier}`);
  const rest = own.filter(({ key }) => !known.some((one) => one.key === key));
  if (known.length > 0) return { environment: [...known, ...rest], complaints };
  return { complaints: [...complaints, `No environment variables need to be updated in service ${identifier}`] };
};

async function remove(run: CloudRun): Promise<number> {
  const names = run.list("name");
  if (names.length === 0) {
    await run.err("Names of the environment variables cannot be empty.");
    return FAILED;
  }
  return apply(run, [], ({ own, identifier }) => {
    const unknown = names.filter((name) => !own.some(({ key }) => key === name));
    const complaints = unknown.map(
      (name) =>
        `Failed to remove environment variable: "${name}" is not a user defined environment in service ${identifier}`,
    );
    if (unknown.length < names.length)
      return { environment: own.filter(({ key }) => !names.includes(key)), complaints: [] };
    return { complaints: [...complaints, `No environment variables need to be removed from service ${identifier}`] };
  });
}

async function list(run: CloudRun): Promise<number> {
  await run.request();
  const found = findService(run.cloud, run.text("identifier") ?? "");
  const origins = ["user", "image", "dockercloud"].filter((origin) => run.has(origin));
  const rows = environmentJson(run.cloud, found).filter(
    ({ origin }) => origins.length === 0 || origins.includes(String(origin)),
  );
  return show(
    run,
    ["ORIGIN", "KEY", "VALUE"],
    rows.map(({ origin, key, value }) => [String(origin), String(key), String(value)]),
    rows.map(({ key, value }) => `${String(key)}=${String(value)}`),
  );
}

const many = identifiers(SERVICE);
const changing = (name: string, help: string, run: (run: CloudRun) => Promise<number>): Parser => ({
  ...{ name, help, description: help, helpAlone: true, run },
  arguments: [many, ENV, ENV_FILE, SYNC, REDEPLOY],
});

export const serviceEnv: Parser = {
  name: "env",
  help: "Service environment variables related operations",
  description: "Service environment variables related operations",
  helpAlone: true,
  arguments: [],
  commands: {
    title: "Docker Cloud service env commands",
    dest: "envsubcmd",
    list: [
      changing("add", "Add new environment variables", (run) => withVariables(run, add)),
      {
        name: "ls",
        help: "list all environment variables",
        description: "list all environment variables",
        arguments: [
          { names: ["identifier"], help: SERVICE },
          quiet("print only key value pair"),
          { names: ["--user"], help: "show only user defined environment variables", kind: "flag" },
          { names: ["--image"], help: "show only image defined environment variables", kind: "flag" },
          { names: ["--dockercloud"], help: "show only Docker Cloud defined environment variables", kind: "flag" },
        ],
        run: list,
      },
      {
        name: "rm",
        help: "Remove existing environment variables",
        description: "Remove existing environment variables",
        helpAlone: true,
        arguments: [
          many,
          { names: ["-n", "--name"], help: "names of the environments to remove", kind: "append" },
          SYNC,
          REDEPLOY,
        ],
        run: remove,
      },
      changing("set", "Replace existing environment variables with new ones", (run) =>
        withVariables(run, ({ asked }) => ({ environment: [...asked], complaints: [] })),
      ),
      changing("update", "Update existing environment variables with new values", (run) => withVariables(run, update)),
    ],
  },
};
