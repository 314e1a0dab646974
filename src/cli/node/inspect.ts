import { inspectNode, type NodeInspect, nodeReference } from "../../swarm/nodes.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { binarySize } from "../format/size.ts";
import { typedObject } from "../format/typed-object.ts";
import { inspectWrapped } from "../swarm/inspect-wrapped.ts";
import { nodeNames } from "./node-names.ts";

export const command: Command = {
  path: "node inspect",
  args: minArgs(1),
  async run(context) {
    const { engine, flags, args, out } = context;
    // `--pretty` wins over a `--format` beside it.
    const format = flags.bool("pretty") ? "pretty" : flags.string("format");
    if (format.startsWith("pretty") && format !== "pretty")
      throw new CommandError("cannot supply extra formatting options to the pretty template");
    const find = (ref: string) => inspectNode(engine, nodeReference(engine, ref));
    if (format !== "pretty") return inspectWrapped(context, (ref) => typedObject(find(ref), "swarm.Node"), format);
    await out(args.map((ref) => prettyNode(find(ref))).join(""));
    return 0;
  },
  complete: ({ engine }) => nodeNames(engine),
};

/** The `--pretty` form (docker/cli, `cli/command/node/formatter.go`; tape 14 shows its tabs and blanks). */
function prettyNode({ ID, CreatedAt, Spec, Description, Status, ManagerStatus }: NodeInspect): string {
  const title = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const { Platform, Resources, Engine: engine, TLSInfo } = Description;
  const labels = Object.entries(Spec.Labels).sort();
  const plugins = (type: string) =>
    engine.Plugins.filter(({ Type }) => Type === type)
      .map(({ Name }) => Name)
      .join(", ");
  const lines = [
    `ID:\t\t\t${ID}`,
    ...(labels.length > 0
      ? ["Labels:", ...labels.map(([key, value]) => ` - ${key}${value === "" ? "" : `=${value}`}`)]
      : []),
    `Hostname:              \t${Description.Hostname}`,
    `Joined at:             \t${goTime(CreatedAt)}`,
    "Status:",
    ` State:\t\t\t${title(Status.State)}`,
    ...(Status.Message === undefined ? [] : [` Message:             \t${title(Status.Message)}`]),
    ` Availability:         \t${title(Spec.Availability)}`,
    ` Address:\t\t${Status.Addr}`,
    ...(ManagerStatus
      ? [
          "Manager Status:",
          ` Address:\t\t${ManagerStatus.Addr}`,
          ` Raft Status:\t\t${title(ManagerStatus.Reachability)}`,
          ` Leader:\t\t${ManagerStatus.Leader ? "Yes" : "No"}`,
        ]
      : []),
    "Platform:",
    ` Operating System:\t${Platform.OS}`,
    ` Architecture:\t\t${Platform.Architecture}`,
    "Resources:",
    ` CPUs:\t\t\t${Resources.NanoCPUs / 1e9}`,
    ` Memory:\t\t${binarySize(Resources.MemoryBytes)}`,
    "Plugins:",
    ...["Log", "Network", "Volume"].map((type) => ` ${type}:\t\t${plugins(type)}`),
    `Engine Version:\t\t${engine.EngineVersion}`,
    ...(engine.Labels
      ? ["Engine Labels:", ...Object.entries(engine.Labels).map(([name, value]) => ` - ${name}=${value}`)]
      : []),
    "TLS Info:",
    " TrustRoot:",
    TLSInfo.TrustRoot,
    ` Issuer Subject:\t${TLSInfo.CertIssuerSubject}`,
    ` Issuer Public Key:\t${TLSInfo.CertIssuerPublicKey}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** `2026-11-24T02:51:25.394206898Z` as Go's time prints it, lowered as docker's template does: `… +0000 utc`. */
function goTime(timestamp: string): string {
  return `${timestamp.replace("T", " ").replace("Z", "")} +0000 utc`;
}
