import { decode, encode } from "../../../kernel/bytes.ts";
import type { GitObject } from "./git-object.ts";

/** Who did something, and when. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Seconds since the epoch. */
  readonly time: number;
  /** "+0100" */
  readonly zone: string;
}

export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  /** With the end of its last line. */
  readonly message: string;
}

/** `Ana <ana@example.com> 1700000000 +0100` */
export const signatureText = ({ name, email, time, zone }: Signature): string => `${name} <${email}> ${time} ${zone}`;

/**
 * Reads `Ada <ada@example.org> 1533081600 +0200`; the time is in seconds since the epoch.
 * A text of another form gives empty fields and the time 0.
 */
export function parseSignature(text: string): Signature {
  const [, name = "", email = "", time = "0", zone = "+0000"] = /^(.*?) ?<(.*?)> (\d+) ([+-]\d+)$/.exec(text) ?? [];
  return { name, email, time: Number(time), zone };
}

/** A commit as the object git stores: its headers, an empty line, its message. */
export function commitOf({ tree, parents, author, committer, message }: Commit): GitObject {
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signatureText(author)}`,
    `committer ${signatureText(committer)}`,
  ];
  return { type: "commit", data: encode(`${lines.join("\n")}\n\n${message}`) };
}

/** Reads a commit object: its headers up to the first empty line, then its message. */
export function parseCommit({ data }: GitObject): Commit {
  const text = decode(data);
  const end = text.indexOf("\n\n");
  const header = text.slice(0, end < 0 ? text.length : end).split("\n");
  const values = (name: string) =>
    header.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    tree: values("tree")[0] ?? "",
    parents: values("parent"),
    author: parseSignature(values("author")[0] ?? ""),
    committer: parseSignature(values("committer")[0] ?? ""),
    message: end < 0 ? "" : text.slice(end + 2),
  };
}

/** The first paragraph of a message in one line: what `--oneline` shows. */
export const subjectOf = (message: string): string =>
  (message.replace(/^\s*\n/, "").split(/\n\s*\n/)[0] ?? "").trim().split("\n").join(" ");

/** What follows the first paragraph. */
export const bodyOf = (message: string): string =>
  message
    .replace(/^\s*\n/, "")
    .split(/\n\s*\n/)
    .slice(1)
    .join("\n\n");
