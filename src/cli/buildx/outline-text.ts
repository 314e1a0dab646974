import type { Outline, OutlineMount } from "../../engine/build/outline.ts";
import { alignColumns } from "../format/tab-writer.ts";

/** What `docker build --call=outline` says (buildkit, frontend/subrequests/outline/outline.go). */
export function outlineText(outline: Outline, format: string): string {
  if (format === "json") return `${json(outline)}\n`;
  const { name, description, args, secrets, ssh } = outline;
  const head = [
    ...(name === "" ? [] : [["TARGET:", name]]),
    ...(description === "" ? [] : [["DESCRIPTION:", description]]),
  ];
  const argRows = args.map((one) => [one.name, one.value, one.description]);
  return (
    section(head, 1) +
    section(titled(["BUILD ARG", "VALUE", "DESCRIPTION"], argRows), 3) +
    section(titled(["SECRET", "REQUIRED"], secrets.map(mountRow)), 3) +
    section(titled(["SSH", "REQUIRED"], ssh.map(mountRow)), 3)
  );
}

const titled = (title: string[], rows: string[][]): string[][] => (rows.length > 0 ? [title, ...rows] : []);
const mountRow = ({ name, required }: OutlineMount): string[] => [name, required ? "true" : ""];

/** A table with an empty line after it. */
const section = (rows: readonly (readonly string[])[], padding: number): string =>
  rows.length === 0
    ? ""
    : `${alignColumns(`${rows.map((row) => row.join("\t")).join("\n")}\n`, { minWidth: 0, padding })}\n`;

function json({ name, description, args, secrets, ssh, source }: Outline): string {
  const location = ({ range }: Pick<OutlineMount, "range">) => ({
    ranges: [{ start: { line: range.start }, end: { line: range.end } }],
  });
  const mounts = (all: readonly OutlineMount[]) =>
    all.map((one) => ({ name: one.name, ...(one.required ? { required: true } : {}), location: location(one) }));
  return JSON.stringify(
    {
      ...present("name", name),
      ...present("description", description),
      ...(args.length > 0
        ? {
            args: args.map((one) => ({
              name: one.name,
              ...present("description", one.description),
              ...present("value", one.value),
              location: location(one),
            })),
          }
        : {}),
      ...(secrets.length > 0 ? { secrets: mounts(secrets) } : {}),
      ...(ssh.length > 0 ? { ssh: mounts(ssh) } : {}),
      sources: [btoa(source)],
    },
    null,
    2,
  );
}

const present = (name: string, text: string): Readonly<Record<string, string>> => (text === "" ? {} : { [name]: text });
