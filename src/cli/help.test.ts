import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import help from "../../content/cli/help.json" with { type: "json" };
import hashes from "../../content/cli/help-hashes.json" with { type: "json" };
import { helpText } from "./help.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

test.each(Object.entries(hashes))("docker %s --help, at 80 columns, is the recorded text", (path, recorded) => {
  expect(hash(helpText(help, path, 80, "none"))).toBe(recorded);
});

test("descriptions are folded at the width of the terminal", () => {
  expect(helpText(help, "swarm join", 100, "none")).toBe(`Usage:  docker swarm join [OPTIONS] HOST:PORT

Join a swarm as a node and/or manager

Options:
      --advertise-addr string   Advertised address (format: "<ip|interface>[:port]")
      --availability string     Availability of the node ("active", "pause", "drain")
                                (default "active")
      --data-path-addr string   Address or interface to use for data path traffic (format:
                                "<ip|interface>")
      --listen-addr node-addr   Listen address (format: "<ip|interface>[:port]") (default
                                0.0.0.0:2377)
      --token string            Token for entry into the swarm
`);
});

test("a manager is shown what only a manager can do", () => {
  const commands = (role: "none" | "worker" | "manager") =>
    [...helpText(help, "swarm", 80, role).matchAll(/^ {2}(\S+)/gm)].map((match) => match[1]);
  expect(commands("none")).toEqual(["init", "join"]);
  expect(commands("worker")).toEqual(["init", "join", "leave"]);
  expect(commands("manager")).toEqual(["ca", "init", "join", "join-token", "leave", "unlock", "unlock-key", "update"]);
  expect(helpText(help, "", 80, "manager")).toContain("\n  service     Manage Swarm services\n");
});
