import { expect, test } from "vitest";
import { layOutCourseFiles } from "./course-files.ts";
import { HeadlessLab } from "./headless-lab.ts";

test("the course's repository is cloned from the lab's own server", async () => {
  const lab = new HeadlessLab();
  layOutCourseFiles(lab.lab);
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  expect(await run("cd /tmp && git clone https://git.darsena.example/curso.git 2>&1 | cat && ls curso")).toBe(
    "Cloning into 'curso'...\ndata  status  ws0\n",
  );
  expect(await run("git -C /tmp/curso log --oneline --no-decorate | cut -d' ' -f2-")).toBe(
    "A client that asks how the service is\nIts data, in an image of their own\nThe milestones service\n",
  );
  expect(await run("git -C /tmp/curso status -sb | cat; diff -r /tmp/curso/ws0 /root/curso/ws0 && echo same")).toBe(
    "## main...origin/main\nsame\n",
  );
  expect(await run("stat -c %a /tmp/curso/status/status.py")).toBe("755\n");
  expect(await run("git -C /tmp/curso push origin main:x 2>&1 | cat")).toBe(
    "fatal: unable to access 'https://git.darsena.example/curso.git/': The requested URL returned error: 403\n",
  );
  expect(await run("git -C /tmp/curso pull 2>&1 | cat")).toBe("Already up to date.\n");
  expect(await run("git clone https://git.darsena.example/otro.git 2>&1 | cat")).toBe(
    "Cloning into 'otro'...\nfatal: repository 'https://git.darsena.example/otro.git/' not found\n",
  );
  expect(await run("git clone https://github.com/x/y 2>&1 | cat; ls -d y otro 2>&1 | wc -l")).toBe(
    "Cloning into 'y'...\nfatal: unable to access 'https://github.com/x/y/': Could not resolve host: github.com\n2\n",
  );
});

test("help is the manual's page, and `file` knows what git keeps", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  expect(await run("git help status | cat")).toContain("git - the stupid content tracker");
  await run("git init -q /tmp/r; cd /tmp/r; echo a > f; git add f");
  expect(await run("file -b .git/index .git/objects/*/*")).toBe(
    "Git index, version 2, 1 entries\nzlib compressed data\n",
  );
});

test("in a container too, with the version of its distribution; without a name no commit is made", async () => {
  const lab = new HeadlessLab();
  await lab.run("manager1", "docker pull -q python:3");
  const { output } = await lab.run(
    "manager1",
    "docker run --rm python:3 bash -c 'git --version; git init -q -b main; git clone -q https://git.darsena.example/curso.git; echo a > f; git add f; git commit -m a' 2>&1",
  );
  expect(output).toMatch(/^git version 2\.47\.3\nAuthor identity unknown\n\n\*\*\* Please tell me who you are\./);
  expect(output).toMatch(/fatal: unable to auto-detect email address \(got 'root@[0-9a-f]{12}\.\(none\)'\)\n$/);
});

test("a repository of another user is not trusted", async () => {
  const lab = new HeadlessLab();
  const { output, exit } = await lab.run("manager1", "cd /tmp; git init -q r; chown -R dev r; cd r; git status");
  expect(output).toContain("fatal: detected dubious ownership in repository at '/tmp/r'\n");
  expect(exit).toBe(128);
});

test("on a terminal the history is in colour, and the editor writes the message", async () => {
  const lab = new HeadlessLab();
  await lab.run("manager1", "git config --global user.name Ana; git config --global user.email a@b.c");
  await lab.run("manager1", "cd /tmp && git init -q -b main r && cd r && echo a > f && git add f");
  const { output } = await lab.run("manager1", "git commit", { input: ["Un mensaje", "\x18", "y", "\r"] });
  expect(output).toContain("[main (root-commit) ");
  expect((await lab.run("manager1", "git log --oneline")).output).toMatch(
    /^\x1b\[33m[0-9a-f]{7}\x1b\[m\x1b\[33m \(\x1b\[m\x1b\[1;36mHEAD -> \x1b\[m\x1b\[1;32mmain\x1b\[m\x1b\[33m\)\x1b\[m Un mensaje/,
  );
});
