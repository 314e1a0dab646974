import type { ImageSummary } from "../../engine/image/list.ts";
import { shortDigest } from "../../engine/image/progress.ts";
import { naturalOrder } from "../format/natural-order.ts";
import { humanSize } from "../format/size.ts";

/** The default look of `docker images` since 29 (docker/cli, `cli/command/image/tree.go`; recordings 01, 03). */

interface Row {
  readonly names: readonly string[];
  readonly details: Details;
  readonly platforms: readonly { readonly name: string; readonly details: Details }[];
}

interface Details {
  readonly id: string;
  readonly diskUsage: string;
  readonly contentSize: string;
  readonly inUse: boolean;
}

interface TreeOptions {
  /** Colours, the legend, and names cut where the terminal is narrow. */
  readonly tty: boolean;
  readonly columns: number;
  /** `--tree`: platforms below each image. */
  readonly expanded: boolean;
}

const SPACING = "   ";
const RESET = "\x1b[0m";
const HEADER = "\x1b[39m\x1b[1m";
const NAME = "\x1b[34m\x1b[1m";
const UNTAGGED = "\x1b[2m";
const NORMAL = "\x1b[39m";
const LEGEND =
  "\x1b[1m\x1b[106m\x1b[30mi\x1b[0m\x1b[0m \x1b[96mInfo → \x1b[0m\x1b[0m \x1b[38;5;0m\x1b[48;5;14m U \x1b[0m In Use";
const LEGEND_COLUMNS = 20;
const CHIP = "\x1b[38;5;0m\x1b[48;5;14m U \x1b[0m";
/** Bytes of "└─ ": the real one counts those, not columns. */
const BRANCH_BYTES = 7;
/** The name keeps at least this much; further columns are left out before. */
const NAME_MIN = 12;

type Paint = (style: string, text: string) => string;

interface Column {
  readonly title: string;
  readonly width: number;
  readonly right?: boolean;
  readonly text: (details: Details, paint: Paint) => { readonly shown: string; readonly width: number };
}

const plain = (pick: (details: Details) => string): Column["text"] => {
  return (details, paint) => ({ shown: paint(NORMAL, pick(details)), width: pick(details).length });
};

const COLUMNS: readonly Column[] = [
  { title: "ID", width: 12, text: plain(({ id }) => id) },
  { title: "DISK USAGE", width: 10, right: true, text: plain(({ diskUsage }) => diskUsage) },
  { title: "CONTENT SIZE", width: 12, right: true, text: plain(({ contentSize }) => contentSize) },
  {
    title: "EXTRA",
    width: 5,
    text: ({ inUse }, paint) => {
      const chip = paint(CHIP, "U");
      if (!inUse) return { shown: "", width: 0 };
      return chip === "U" ? { shown: chip, width: 1 } : { shown: CHIP, width: 3 };
    },
  },
];

/** The view, with its newlines. */
export function imageTree(images: readonly ImageSummary[], { tty, columns, expanded }: TreeOptions): string {
  const paint: Paint = (style, text) => (tty ? `${style}${text}${RESET}` : text);
  const rows = rowsOf(images, expanded);
  const fitting = tty ? fitColumns(columns) : { columns: COLUMNS, room: Number.POSITIVE_INFINITY };
  const width = Math.min(fitting.room, widest(rows));
  const name = (style: string, text: string) => {
    const cut = [...text].length > width ? `${[...text].slice(0, width - 3).join("")}...` : text;
    return paint(style, cut) + " ".repeat(Math.max(0, width - [...cut].length));
  };
  const details = (of: Details) =>
    fitting.columns.map((column) => {
      const { shown, width: taken } = column.text(of, paint);
      const gap = " ".repeat(Math.max(0, column.width - taken));
      return SPACING + (column.right ? gap + shown : shown + gap);
    });

  const lines: string[] = [];
  if (tty) lines.push(" ".repeat(Math.max(0, columns - LEGEND_COLUMNS)) + LEGEND);
  const titles = fitting.columns.map(({ title, width: taken }) => {
    return `${SPACING}${paint(HEADER, title)}${" ".repeat(Math.max(0, taken - title.length))}`;
  });
  lines.push(name(HEADER, "IMAGE") + titles.join(""));
  for (const row of rows) {
    const names = row.names.length > 0 ? row.names.map((one) => name(NAME, one)) : [name(UNTAGGED, "<untagged>")];
    lines.push(...names.slice(0, -1), `${names.at(-1)}${details(row.details).join("")}`);
    for (const [i, platform] of row.platforms.entries()) {
      const branch = i === row.platforms.length - 1 ? "└─" : "├─";
      lines.push(name(NORMAL, `${branch} ${platform.name}`) + details(platform.details).join(""));
    }
    if (expanded) lines.push("");
  }
  return `${lines.join("\n")}\n`;
}

/** A row a name, by name, the untagged last; as a tree, a row an image. */
function rowsOf(images: readonly ImageSummary[], expanded: boolean): Row[] {
  const rows = images.flatMap((image): Row[] => {
    const details: Details = {
      id: shortDigest(image.Id),
      diskUsage: humanSize(image.Size, 3),
      contentSize: humanSize(
        image.Manifests.reduce((sum, { Size }) => sum + Size.Content, 0),
        3,
      ),
      inUse: image.Containers > 0,
    };
    const platforms = expanded ? image.Manifests.map(platformOf) : [];
    const names = [...image.RepoTags].sort(naturalOrder);
    if (expanded || names.length === 0) return [{ names, details, platforms }];
    return names.map((one) => ({ names: [one], details, platforms }));
  });
  return rows.sort((a, b) => {
    const [first, second] = [a.names[0], b.names[0]];
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    return naturalOrder(first, second);
  });
}

function platformOf({ ID, Size, ImageData }: ImageSummary["Manifests"][number]): Row["platforms"][number] {
  const { os, architecture } = ImageData.Platform;
  return {
    name: `${os}/${architecture}`,
    details: {
      id: shortDigest(ID),
      diskUsage: humanSize(Size.Total, 3),
      contentSize: humanSize(Size.Content, 3),
      inUse: ImageData.Containers.length > 0,
    },
  };
}

function widest(rows: readonly Row[]): number {
  const names = rows.flatMap(({ names: own }) => (own.length > 0 ? own : ["<untagged>"])).map((one) => one.length);
  const platforms = rows.flatMap((row) => row.platforms.map(({ name }) => name.length + BRANCH_BYTES));
  return Math.max("IMAGE".length, ...names, ...platforms);
}

/** The columns that a terminal has room for, and what they leave for the name. */
function fitColumns(columns: number): { columns: readonly Column[]; room: number } {
  let room = Math.max(20, columns);
  const kept: Column[] = [];
  for (const column of COLUMNS) {
    const taken = column.width + SPACING.length;
    if (room - taken < NAME_MIN) break;
    room -= taken;
    kept.push(column);
  }
  return { columns: kept, room };
}
