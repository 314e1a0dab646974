import { languageOf } from "../../cli/not-simulated.ts";
import type { CloudRestartPolicy } from "../../cloud/cloud-state.ts";
import { createContainerGroup } from "../../cloud/container-groups.ts";
import { requireResourceGroup } from "../../cloud/require-resource-group.ts";
import { askSecret } from "../secret-line.ts";
import { type AzArgument, type AzCommand, AzError, type AzRun } from "./az-command.ts";
import { commandWords } from "./command-words.ts";
import { askLine, LOCATION, NO_WAIT, pairOf, RESOURCE_GROUP, required, TAGS, tagsOf } from "./common-arguments.ts";
import { containerGroupJson, containerGroupTable } from "./container-group-json.ts";

/** `az container create`, rebuilt from its reference (learn.microsoft.com, cli/azure/container). */

const POLICIES: readonly CloudRestartPolicy[] = ["Always", "OnFailure", "Never"];

const CREATE_ARGUMENTS: readonly AzArgument[] = [
  required(RESOURCE_GROUP),
  { names: ["--name", "-n"], help: "The name of the container group." },
  { names: ["--image"], help: "The container image name." },
  LOCATION,
  {
    names: ["--cpu"],
    help: "The required number of CPU cores of the containers, accurate to one decimal place.",
    kind: "number",
  },
  {
    names: ["--memory"],
    help: "The required memory of the containers in GB, accurate to one decimal place.",
    kind: "number",
  },
  { names: ["--os-type"], help: "The OS type of the containers.", choices: ["Linux", "Windows"] },
  {
    names: ["--restart-policy"],
    help: "Restart policy for all containers within the container group.",
    choices: POLICIES,
    default: "Always",
  },
  { names: ["--ports"], help: "A list of ports to open. Space-separated list of ports.", kind: "list" },
  { names: ["--protocol"], help: "The network protocol to use.", choices: ["TCP", "UDP"] },
  { names: ["--ip-address"], help: "The IP address type of the container group.", choices: ["Public", "Private"] },
  { names: ["--dns-name-label"], help: "The dns name label for container group with public IP." },
  {
    names: ["--command-line"],
    help: "The command line to run when the container is started, e.g. '/bin/bash -c myscript.sh'.",
  },
  {
    names: ["--environment-variables", "-e"],
    help: "A list of environment variable for the container. Space-separated values in 'key=value' format.",
    kind: "list",
  },
  {
    names: ["--secure-environment-variables"],
    help: "A list of secure environment variable for the container.",
    kind: "list",
  },
  { names: ["--registry-login-server"], help: "The container image registry login server." },
  { names: ["--registry-username"], help: "The username to log in container image registry server." },
  { names: ["--registry-password"], help: "The password to log in container image registry server." },
  { names: ["--file", "-f"], help: "The path to the input file." },
  TAGS,
  NO_WAIT,
];

export const containerCreate: AzCommand = {
  path: "container create",
  summary: "Create a container group.",
  arguments: CREATE_ARGUMENTS,
  examples: [
    [
      "az container create -g MyResourceGroup --name myapp --image myimage:latest --os-type Linux --cpu 1 --memory 1",
      "Create a container in a container group with 1 core and 1Gb of memory.",
    ],
    [
      "az container create -g MyResourceGroup --name myapp --image myimage:latest --os-type Linux --cpu 1 --memory 1.5 --ports 80 443 --dns-name-label contoso",
      "Create a container in a container group with public IP address, ports and DNS name label.",
    ],
  ],
  run: create,
  table: containerGroupTable,
};

async function create(run: AzRun) {
  const spanish = languageOf(run.process.env) === "es";
  if (run.has("file"))
    throw new AzError(
      spanish
        ? "Este laboratorio no lee grupos de contenedores de un fichero (--file): usa los argumentos."
        : "This lab does not read container groups from a file (--file): use the arguments.",
    );
  const name = run.text("name");
  const image = run.text("image");
  if (name === undefined)
    throw new AzError("error: the --name/-n argument is required unless specified with a passed in file.");
  if (image === undefined)
    throw new AzError("error: the --image argument is required unless specified with a passed in file.");
  if (run.text("os-type") === "Windows" || run.text("ip-address") === "Private")
    throw new AzError(
      spanish
        ? "Este laboratorio solo simula contenedores Linux, con dirección pública o sin ella."
        : "This lab only simulates Linux containers, with a public address or with none.",
    );
  // Without a location the group's is taken, so a group that is not there is known of before anything is asked.
  if (!run.has("location")) requireResourceGroup(run.cloud, run.required("resource-group"));
  const secure = (run.list("secure-environment-variables") ?? []).map(pairOf);
  const group = await createContainerGroup(run.cloud, {
    name,
    image,
    resourceGroup: run.required("resource-group"),
    location: run.text("location"),
    osType: run.has("os-type") ? "Linux" : undefined,
    cpu: run.number("cpu"),
    memory: run.number("memory"),
    ports: portsOf(run),
    publicAddress: run.text("ip-address") === "Public",
    dnsNameLabel: run.text("dns-name-label"),
    restartPolicy: POLICIES.find((policy) => policy === run.text("restart-policy")) ?? "Always",
    command: commandWords(run.text("command-line") ?? ""),
    environment: [
      ...environmentOf(run, "environment-variables"),
      ...secure.map(([variable, value]) => ({ name: variable, value, secure: true as const })),
    ],
    credentials: await credentialsOf(run, image),
    tags: tagsOf(run),
  });
  return containerGroupJson(run.cloud, group);
}

function portsOf(run: AzRun) {
  const protocol = run.text("protocol") === "UDP" ? ("UDP" as const) : ("TCP" as const);
  return (run.list("ports") ?? ["80"]).map((text) => {
    const port = Number(text);
    if (Number.isInteger(port) && port > 0 && port < 65536) return { port, protocol };
    throw new AzError(`argument --ports: invalid int value: '${text}'`, 2);
  });
}

/** `NAME=VALUE` of a list. @throws AzError for one without a value */
export function environmentOf(run: AzRun, argument: string): { name: string; value: string }[] {
  return (run.list(argument) ?? []).map((text) => {
    if (!text.includes("=")) throw new AzError(`usage error: --${argument} NAME=VALUE [NAME=VALUE ...]`, 1);
    const [name, value] = pairOf(text);
    return { name, value };
  });
}

/** Whose the image's registry is told to be; an image of the cloud's own registries is asked for (container/custom.py). */
async function credentialsOf(run: AzRun, image: string) {
  const [host = ""] = image.split("/");
  const named = run.text("registry-login-server");
  const [user, secret] = [run.text("registry-username"), run.text("registry-password")];
  const own = host.includes(".azurecr.io");
  const server =
    named ?? (own || (user !== undefined && secret !== undefined && host.includes(".")) ? host : undefined);
  if (server === undefined) return undefined;
  const what = own ? "Azure Container Registry" : "custom image registry";
  const { process } = run;
  const username =
    user ?? (own && named === undefined && process.stdin.isTTY ? await askLine(run, "Image registry username: ") : "");
  if (username === "") throw new AzError(`Please specify --registry-username in order to use ${what}.`);
  const password = secret ?? (process.stdin.isTTY ? await askSecret(process, "Image registry password: ") : undefined);
  if (!password) throw new AzError(`Please specify --registry-password in order to use ${what}.`);
  return { server, username, password };
}
