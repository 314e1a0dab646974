import { buildRecords } from "../../engine/build/build-history.ts";
import { type Command, maxArgs } from "../command.ts";
import { alignColumns } from "../format/tab-writer.ts";
import { languageOf } from "../not-simulated.ts";
import { findBuilder, PLATFORMS } from "./builders.ts";

const NOTE = {
  es: "Este laboratorio no dice la versión de BuildKit ni sus reglas de limpieza; el de verdad las lista aquí.",
  en: "This playground does not tell BuildKit's version and its rules for cleaning up; the real one lists them here.",
} as const;

/** What the docker driver can do on containerd's image store, as `--debug` lists it. */
const FEATURES = [
  "Features:",
  " Automatically load images to the Docker Engine image store:\ttrue",
  " Cache export:\ttrue",
  " Direct push:\ttrue",
  " Docker exporter:\ttrue",
  " Multi-platform build:\ttrue",
  " OCI exporter:\ttrue",
];

/** When something was built last. */
function lastActivity(engine: Parameters<typeof buildRecords>[0]): string[] {
  const [last] = buildRecords(engine);
  if (!last) return [];
  const at = new Date(last.createdAt).toISOString().slice(0, 19).replace("T", " ");
  return [`Last Activity:\t${at} +0000 UTC`];
}

/** `docker buildx inspect`: docker/buildx, `commands/inspect.go`. */
export const command: Command = {
  path: "buildx inspect",
  args: maxArgs(1),
  async run(context) {
    const { args, flags, out, err, process, engine } = context;
    const { name, current } = findBuilder(context, args[0] ?? flags.string("builder"));
    const lines = [`Name:\t${name}`, "Driver:\tdocker", ...lastActivity(engine), "", "Nodes:"];
    lines.push(`Name:\t${name}`, `Endpoint:\t${name}`);
    const bridge = Object.values(engine.state.networks).find(({ name }) => name === "bridge");
    if (current) {
      lines.push(
        "Status:\trunning",
        `Platforms:\t${PLATFORMS.join(", ")}`,
        ...(flags.bool("debug") ? FEATURES : []),
        "Labels:",
      );
      lines.push(` org.mobyproject.buildkit.worker.moby.host-gateway-ip:\t${bridge?.ipam.config?.[0]?.Gateway ?? ""}`);
    }
    await out(alignColumns(`${lines.join("\n")}\n`, { minWidth: 0, padding: 1 }));
    await err(`${NOTE[languageOf(process.env)]}\n`);
    return 0;
  },
};
