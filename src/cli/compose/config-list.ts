import { type TemplateVariable, templateVariables } from "../../compose/file/variables.ts";
import { isMap, mapAt, scalarText, without } from "../../compose/file/yaml/yaml-value.ts";
import { serviceImage } from "../../compose/names.ts";
import type { ComposeProject } from "../../compose/project.ts";
import { serviceHash } from "../../compose/service-hash.ts";
import { alignColumns } from "../format/tab-writer.ts";
import type { ComposeInvocation } from "./invocation.ts";
import { requireService } from "./service-arguments.ts";

/**
 * What `docker compose config` lists instead of the project: `--services`, `--volumes`, `--networks`, `--models`,
 * `--hash`, `--profiles`, `--images`, `--variables`, `--environment`. Undefined without any of them.
 * @throws ComposeError
 */
export async function configList(compose: ComposeInvocation): Promise<string | undefined> {
  const { flags, args } = compose.context;
  const hash = flags.string("hash");
  const names = (section: Readonly<Record<string, unknown>>) => lines(Object.keys(section).sort());
  if (flags.bool("services")) return lines(servicesInOrder(await compose.project({ keep: { envFiles: true } })));
  if (flags.bool("volumes")) return names((await compose.project()).volumes);
  if (flags.bool("networks")) return names((await compose.project()).networks);
  if (flags.bool("models")) {
    const models = Object.values(mapAt((await compose.project()).definition, "models"));
    return lines(models.flatMap((model) => (isMap(model) && model.model ? [scalarText(model.model)] : [])));
  }
  if (hash !== "") return lines(hashes(await compose.project(), hash));
  if (flags.bool("profiles")) return lines(profiles(await compose.project({ services: args })));
  if (flags.bool("images")) return lines(images(await compose.project({ services: args })));
  if (flags.bool("variables")) return variables(compose);
  if (flags.bool("environment")) return lines(environment(await compose.project({ services: args })));
  return undefined;
}

const lines = (list: readonly string[]) => list.map((line) => `${line}\n`).join("");

/** By name, each after what it depends on. */
function servicesInOrder({ services }: ComposeProject): string[] {
  const out = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const other of Object.keys(services[name]?.dependsOn ?? {}).sort()) if (services[other]) visit(other);
    out.add(name);
  };
  for (const name of Object.keys(services)) visit(name);
  return [...out];
}

function hashes(project: ComposeProject, asked: string): string[] {
  const names = asked === "*" ? Object.keys(project.services) : asked.split(",");
  return names.sort().map((name) => {
    return `${name} ${serviceHash(requireService(project, name))}`;
  });
}

function profiles({ services, disabledServices }: ComposeProject): string[] {
  const all = [...Object.values(services), ...Object.values(disabledServices)].flatMap((service) => service.profiles);
  return [...new Set(all)].sort();
}

const images = (project: ComposeProject) =>
  Object.values(project.services).map((service) => serviceImage(project, service));

const environment = (project: ComposeProject) =>
  Object.entries(project.environment)
    .map(([name, value]) => `${name}=${value}`)
    .sort();

async function variables(compose: ComposeInvocation): Promise<string> {
  const project = await compose.project({ keep: { variables: true, envFiles: true, inconsistency: true } });
  // The name is no part of what Compose looks at here.
  const found = [...templateVariables(without(project.definition, "name")).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  if (compose.context.flags.string("format") === "json")
    return `${JSON.stringify(Object.fromEntries(found.map((variable) => [variable.name, variableJson(variable)])), null, 2)}\n`;
  const rows = found.map(({ name, required, defaultValue, alternateValue }) =>
    [name, String(required), defaultValue, alternateValue].join("\t"),
  );
  const table = ["NAME\tREQUIRED\tDEFAULT VALUE\tALTERNATE VALUE", ...rows, ""].join("\n");
  return alignColumns(table, { minWidth: 20, padding: 3 });
}

const variableJson = ({ name, defaultValue, alternateValue, required }: TemplateVariable) => ({
  Name: name,
  DefaultValue: defaultValue,
  PresenceValue: alternateValue,
  Required: required,
});
