import { shellWords } from "../../compose/file/shell-words.ts";
import type { ComposePort, ComposeProject, ComposeService, ComposeVolumeMount } from "../../compose/project.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { parsePorts } from "../container/published-ports.ts";

/** A service as `docker compose run` changes it for one command. @throws CommandError */
export function runService(
  context: CommandContext,
  project: ComposeProject,
  service: ComposeService,
  { tty, interactive }: { readonly tty: boolean; readonly interactive: boolean },
): ComposeService {
  const { flags, process } = context;
  const [, ...words] = context.args;
  const entrypoint = entrypointOf(flags.string("entrypoint"), flags.changed("entrypoint"));
  const text = (name: string) => flags.string(name) || undefined;
  const name = text("name");
  const user = text("user") ?? service.user;
  const workingDir = text("workdir") ?? service.workingDir;
  const { containerName: _name, restart: _restart, deploy, ...rest } = service;
  const { restartPolicy: _policy, ...deployed } = deploy ?? { labels: {}, placement: NOWHERE, resources: {} };
  const capAdd = flags.list("cap-add");
  const capDrop = flags.list("cap-drop");
  return {
    ...rest,
    ...(deploy ? { deploy: deployed } : {}),
    ...(name === undefined ? {} : { containerName: name }),
    ...(user === undefined ? {} : { user }),
    ...(workingDir === undefined ? {} : { workingDir }),
    tty,
    stdinOpen: interactive,
    scale: 1,
    command: words.length > 0 ? words : entrypoint ? [] : service.command,
    entrypoint: entrypoint ?? service.entrypoint,
    environment: { ...service.environment, ...environment(flags.list("env"), project.environment) },
    labels: { ...service.labels, ...flags.map("label") },
    ports: flags.bool("service-ports") ? service.ports : flags.list("publish").flatMap(portsOf),
    volumes: [...service.volumes, ...flags.list("volume").map((spec) => volumeOf(spec, process.cwd))],
    capAdd: [...service.capAdd.filter((one) => !capDrop.includes(one)), ...capAdd],
    capDrop: [...service.capDrop.filter((one) => !capAdd.includes(one)), ...capDrop],
  };
}

/** @throws CommandError for a quote that is left open */
function entrypointOf(text: string, given: boolean): string[] | undefined {
  if (!given) return undefined;
  const words = shellWords(text);
  if (!words) throw new CommandError("invalid command line string");
  return words;
}

const NOWHERE = { constraints: [], preferences: [] } as const;

function environment(pairs: readonly string[], known: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    pairs.flatMap((pair): [string, string][] => {
      const cut = pair.indexOf("=");
      const name = cut < 0 ? pair : pair.slice(0, cut);
      const value = cut < 0 ? known[name] : pair.slice(cut + 1);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function portsOf(spec: string): ComposePort[] {
  return Object.entries(parsePorts([spec], []).bindings).flatMap(([port, bindings]) => {
    const [target = "", protocol = "tcp"] = port.split("/");
    return bindings.map(
      ({ HostIp, HostPort }): ComposePort => ({
        mode: "ingress",
        target: Number(target),
        protocol,
        ...(HostIp === "" ? {} : { hostIp: HostIp }),
        ...(HostPort === "" ? {} : { published: HostPort }),
      }),
    );
  });
}

function volumeOf(spec: string, cwd: string): ComposeVolumeMount {
  const [first = "", second, mode = ""] = spec.split(":");
  const readOnly = mode.split(",").includes("ro");
  if (second === undefined) return { type: "volume", target: first, readOnly: false };
  if (/^[./~]/.test(first))
    return {
      type: "bind",
      source: resolvePath(cwd, first.replace(/^~/, "/root")),
      target: second,
      readOnly,
      bind: { createHostPath: true },
    };
  return { type: "volume", source: first, target: second, readOnly };
}
