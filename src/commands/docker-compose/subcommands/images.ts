import { familiarName } from "../../../engine/image/reference.ts";
import { referencesOf, requireImage } from "../../../engine/image/resolve.ts";
import { contentSize } from "../../../engine/image/sizes.ts";
import { byName } from "../project/project-container.ts";
import { textTable } from "../python/texttable.ts";
import type { Subcommand } from "../subcommand.ts";

const SUFFIXES = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

/** compose/cli/main.py, `images`. */
export const images: Subcommand = {
  name: "images",
  async run({ args, project: load, out, columns }) {
    const project = await load();
    const { engine } = project.session;
    const names = args.words("SERVICE");
    const containers = [
      ...project.containers(names, { stopped: true }),
      ...project.containers(names, { oneOff: "only" }),
    ].sort(byName);
    if (args.flag("--quiet")) {
      const ids = new Set(containers.map(({ container }) => container.image));
      for (const id of ids) await out(`${id.replace(/^sha256:/, "")}\n`);
      return;
    }
    const rows = containers.map((container) => {
      const { image } = requireImage(engine, container.container.image);
      const tags = referencesOf(engine, image.id).map(familiarName);
      const wanted = withTag(project.service(container.service).imageName);
      const name = tags.includes(wanted) ? wanted : (tags[0] ?? "<none>:<none>");
      const cut = name.lastIndexOf(":");
      const id = image.id.replace(/^sha256:/, "").slice(0, 12);
      return [container.name, name.slice(0, cut), name.slice(cut + 1), id, readableSize(contentSize(image))];
    });
    await out(`${textTable(["Container", "Repository", "Tag", "Image Id", "Size"], rows, columns)}\n`);
  },
};

const withTag = (name: string) => (name.split("/").at(-1)?.includes(":") ? name : `${name}:latest`);

/** Four digits, as `{:.4g}`. */
export function readableSize(bytes: number): string {
  const order = bytes > 0 ? Math.min(Math.floor(Math.log10(bytes) / 3), SUFFIXES.length - 1) : 0;
  const value = bytes / 1000 ** order;
  return `${Number(value.toPrecision(4))} ${SUFFIXES[order]}`;
}
