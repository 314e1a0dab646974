import { beforeEach, describe, expect, it } from "vitest";
import { layOutCourseFiles } from "./course-files.ts";
import { HeadlessLab } from "./headless-lab.ts";

let lab: HeadlessLab;

const run = (line: string, input: readonly string[] = []) => lab.run("manager1", line, { columns: 200, input });

beforeEach(async () => {
  lab = new HeadlessLab();
  for (const image of ["busybox", "nginx", "python:3"]) await run(`docker pull -q ${image}`);
});

describe("busybox's httpd", () => {
  const get = (path: string) => run(`curl -si localhost:8080${path} | tr -d '\\r'`);
  const PAGE = "mkdir /www && echo hola > /www/index.html && echo x > /www/dato";

  it("serves a folder's files with its own few headers", async () => {
    await run(`docker run -d --name web -p 8080:8080 busybox sh -c '${PAGE} && exec httpd -f -vv -p 8080 -h /www'`);
    const { output } = await get("/");
    expect(output).toMatch(
      /^HTTP\/1\.1 200 OK\nDate: .* GMT\nConnection: close\nContent-type: text\/html\nAccept-Ranges: bytes\nLast-Modified: .* GMT\nETag: "[0-9a-f]+-5"\nContent-Length: 5\n\nhola\n$/,
    );
    expect((await get("/dato")).output).not.toContain("Content-type");
    const missing = (await get("/nada")).output;
    expect(missing).toMatch(
      /^HTTP\/1\.1 404 Not Found\n.*\n\n<HTML><HEAD><TITLE>404 Not Found<\/TITLE><\/HEAD>\n<BODY><H1>404 Not Found<\/H1>\nThe requested URL was not found\n<\/BODY><\/HTML>\n$/s,
    );
    expect(missing).not.toContain("Content-Length");
    expect((await get("/../etc/passwd --path-as-is")).output).toContain("400 Bad Request");
    expect((await run("docker logs web")).output).toMatch(
      /^\[::ffff:172\.17\.0\.1\]:\d+: url:\/\n\[::ffff:172\.17\.0\.1\]:\d+: response:200\n/,
    );
  });

  it("leaves for the background without -f, and says why it cannot listen", async () => {
    const script = `${PAGE}; httpd -h /www; wget -qO- localhost; httpd -h /www; httpd -h /no; httpd -e "a b"`;
    expect((await run(`docker run --rm busybox sh -c '${script}'`)).output).toBe(
      "hola\nhttpd: bind: Address already in use\nhttpd: can't change directory to '/no': No such file or directory\na&#32;b",
    );
  });

  it("ends a container whose first process it is when it leaves for the background", async () => {
    expect(await run("docker run --rm busybox httpd")).toMatchObject({ output: "", exit: 0 });
  });

  it("handles no signal: as a container's first process it takes the ten seconds of docker stop", async () => {
    await run("docker run -d --name web busybox httpd -f && docker stop web");
    expect((await run("docker inspect -f '{{.State.ExitCode}}' web")).output).toBe("137\n");
  });
});

describe("the course's Python service", () => {
  const COMMAND = "docker run --rm -it -v $PWD/ws0:/src -w /src python:3 python3 -u main.py";

  beforeEach(() => layOutCourseFiles(lab.lab));

  it("ends with Python's traceback and SIGINT's status at Ctrl-C", async () => {
    const { output, exit } = await run(COMMAND, ["\x03"]);
    const call = `HTTPServer(("", int(os.environ.get("PORT", 80))), Service).serve_forever()`;
    expect(output.slice(output.indexOf("^C"))).toBe(
      `^CTraceback (most recent call last):
  File "/src/main.py", line 41, in <module>
    ${call}
    ${"~".repeat(call.length - 2)}^^
  File "/usr/local/lib/python3.14/socketserver.py", line 235, in serve_forever
    ready = selector.select(poll_interval)
  File "/usr/local/lib/python3.14/selectors.py", line 398, in select
    fd_event_list = self._selector.poll(timeout)
KeyboardInterrupt
`,
    );
    expect(exit).toBe(130);
  });

  it("ends in silence where the script catches it", async () => {
    await run(
      "sed -i 's/^HTTPServer.*/try:\\n    &\\nexcept KeyboardInterrupt:\\n    pass/' ws0/main.py && tail -4 ws0/main.py",
    );
    const { output, exit } = await run(COMMAND, ["\x03"]);
    expect(output.slice(output.indexOf("^C"))).toBe("^C");
    expect(exit).toBe(0);
  });

  it("is another thing than python3 -m http.server, which says that it leaves and ignores docker stop", async () => {
    const { output, exit } = await run("docker run --rm -it python:3 python3 -m http.server", ["\x03"]);
    expect(output).toMatch(/\^C\nKeyboard interrupt received, exiting\.\n$/);
    expect(exit).toBe(0);
    await run("docker run -d --name web python:3 python3 -m http.server && docker stop web");
    expect((await run("docker inspect -f '{{.State.ExitCode}}' web")).output).toBe("137\n");
  });
});

describe("nginx without root", () => {
  it("warns of its user directive, then says what it may not do", async () => {
    const { output, exit } = await run("docker run --rm -u 1000 --entrypoint nginx nginx");
    expect(exit).toBe(1);
    const useless =
      'the "user" directive makes sense only if the master process runs with super-user privileges, ignored in /etc/nginx/nginx.conf:2';
    const denied = 'mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)';
    expect(output.replace(/^\d{4}.{15} /gm, "")).toBe(
      `[warn] 1#1: ${useless}\nnginx: [warn] ${useless}\n[emerg] 1#1: ${denied}\nnginx: [emerg] ${denied}\n`,
    );
    expect((await run("docker run --rm --entrypoint nginx nginx -t")).output).not.toContain("[warn]");
  });
});
