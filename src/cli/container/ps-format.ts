import { shortId } from "../../engine/container/find.ts";
import type { ContainerSummary } from "../../engine/container/list.ts";
import { humanDuration } from "../format/duration.ts";
import type { ListFormat } from "../format/list.ts";
import { quote } from "../format/quote.ts";
import { humanSize } from "../format/size.ts";
import { displayPorts } from "./display-ports.ts";

/** `cli/command/formatter/container.go`. @param now ms since the epoch @param trunc cut ids, commands and mounts short */
export function containerFormat(now: number, trunc: boolean, size: boolean): ListFormat<ContainerSummary> {
  const id = (full: string) => (trunc ? shortId(full) : full);
  const cut = (text: string, length: number) => (trunc ? ellipsis(text, length) : text);
  // Cut short, those that links give are left out.
  const names = ({ Names }: ContainerSummary) =>
    Names.map((name) => name.replace(/^\//, ""))
      .filter((name) => !trunc || !name.includes("/"))
      .join(",");
  const mounts = ({ Mounts }: ContainerSummary) => Mounts.map(({ Name, Source }) => cut(Name || Source, 15)).join(",");
  const sizes = ({ SizeRw = 0, SizeRootFs = 0 }: ContainerSummary) =>
    SizeRootFs > 0 ? `${humanSize(SizeRw, 3)} (virtual ${humanSize(SizeRootFs, 3)})` : humanSize(SizeRw, 3);
  const column = (header: string, value: (row: ContainerSummary) => unknown) => ({ header, value });
  return {
    type: "*formatter.ContainerContext",
    checked: true,
    columns: {
      ID: column("CONTAINER ID", ({ Id }) => id(Id)),
      Names: column("NAMES", names),
      Image: column("IMAGE", ({ Image }) => imageShown(Image, trunc)),
      Command: column("COMMAND", ({ Command }) => quote(cut(Command, 20))),
      CreatedAt: column("CREATED AT", ({ Created }) => goTime(Created)),
      RunningFor: column("CREATED", ({ Created }) => `${humanDuration(now - Created * 1000)} ago`),
      Ports: column("PORTS", ({ Ports }) => displayPorts(Ports)),
      State: column("STATE", ({ State }) => State),
      Status: column("STATUS", ({ Status }) => Status),
      HealthStatus: column("HEALTH", ({ Health }) => Health.Status),
      Size: column("SIZE", sizes),
      Labels: column("LABELS", ({ Labels }) =>
        Object.entries(Labels)
          .map(([key, value]) => `${key}=${value}`)
          .sort()
          .join(","),
      ),
      Mounts: column("MOUNTS", mounts),
      LocalVolumes: column("LOCAL VOLUMES", ({ Mounts }) =>
        String(Mounts.filter(({ Driver }) => Driver === "local").length),
      ),
      Networks: column("NETWORKS", ({ NetworkSettings }) => Object.keys(NetworkSettings.Networks).sort().join(",")),
      Platform: column("PLATFORM", ({ ImageManifestDescriptor }) => ImageManifestDescriptor?.platform ?? null),
      Label: column("", (row) => (name: string) => row.Labels[name] ?? ""),
    },
    table: `table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}${size ? "\t{{.Size}}" : ""}`,
    raw: `container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\nstate:{{pad .State 1 0}}\nstatus:{{pad .Status 1 0}}\nnames: {{.Names}}\nlabels:{{pad .Labels 1 0}}\nports:{{pad .Ports 1 0}}\n${size ? "size: {{.Size}}\n" : ""}`,
    rawQuiet: "container_id: {{.ID}}",
    quietWins: true,
  };
}

/** An image's name without its digest; an id cut short. */
function imageShown(image: string, trunc: boolean): string {
  if (image === "") return "<no image>";
  if (!trunc) return image;
  if (/^(sha256:)?[0-9a-f]{64}$/.test(image)) return shortId(image);
  return image.replace(/@sha256:[0-9a-f]{64}$/, "");
}

/** `2026-11-24 02:42:39 +0000 UTC`. */
function goTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`;
}

/** At most so many characters, the last an ellipsis when some are left out. */
export function ellipsis(text: string, length: number): string {
  const chars = [...text];
  return chars.length <= length ? text : `${chars.slice(0, length - 1).join("")}…`;
}
