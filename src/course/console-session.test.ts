import { describe, expect, it } from "vitest";
import { readSession } from "./console-session.ts";

describe("a console session", () => {
  it("gives the commands without prompts or outputs", () => {
    const session = readSession("$ docker ps\nCONTAINER ID   IMAGE\n$ docker rm -f web\nweb\n");
    expect(session.commands).toEqual(["docker ps", "docker rm -f web"]);
    expect(session.lines.map((line) => line.kind)).toEqual(["command", "output", "command", "output"]);
  });

  it("keeps continuation lines with their command", () => {
    const session = readSession("$ docker run -d \\\n> --name web \\\n> nginx\n4f5a");
    expect(session.commands).toEqual(["docker run -d \\\n--name web \\\nnginx"]);
    expect(session.lines[1]).toEqual({ kind: "continuation", promptLength: 2 });
  });

  it("keeps a heredoc's empty line", () => {
    expect(readSession("$ cat > f <<EOF\n> a\n>\n> b\n> EOF").commands).toEqual(["cat > f <<EOF\na\n\nb\nEOF"]);
  });

  it("takes a later `> ` for output", () => {
    expect(readSession("$ cat mail\nHello\n> quoted").commands).toEqual(["cat mail"]);
  });

  it("knows the prompts of a container's shell", () => {
    const session = readSession("$ docker run -it alpine\n/ # hostname\n4f5a11b22c33\n/ # exit");
    expect(session.commands).toEqual(["docker run -it alpine", "hostname", "exit"]);
    expect(readSession("root@4f5a11b22c33:/# ls").commands).toEqual(["ls"]);
  });

  it("knows whether it begins inside a container", () => {
    expect(readSession("/ # hostname\n4f5a11b22c33").inside).toBe(true);
    expect(readSession("$ docker run -it alpine\n/ # hostname").inside).toBe(false);
    expect(readSession("just text").inside).toBe(false);
  });

  it("does not take a path or a comment in an output for a prompt", () => {
    expect(readSession("$ cat f\n# a comment\n/etc/hosts").commands).toEqual(["cat f"]);
  });

  it("does not type an empty prompt", () => {
    expect(readSession("$ docker ps\n$").commands).toEqual(["docker ps"]);
  });
});
