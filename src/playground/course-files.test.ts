import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import files from "../../content/curso.json" with { type: "json" };
import { layOutCourseFiles } from "./course-files.ts";
import { HeadlessLab } from "./headless-lab.ts";

const folder = join(import.meta.dirname, "../../content/curso");

test("content/curso.json is content/curso (npx node scripts/course-files.ts makes it)", () => {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const found = paths.filter((path) => statSync(join(folder, path)).isFile());
  expect(files).toEqual(Object.fromEntries(found.map((path) => [path, readFileSync(join(folder, path), "utf8")])));
});

test("every host has the course's code where a login begins, and its scripts run", async () => {
  const lab = new HeadlessLab();
  layOutCourseFiles(lab.lab);
  expect((await lab.run("worker1", "ls; head -1 ws0/Dockerfile; test -x status/status.py && echo yes")).output).toBe(
    "data  docker-cloud  status  ws0\nFROM python:3\nyes\n",
  );
});
