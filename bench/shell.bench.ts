import { bench, describe } from "vitest";
import { HeadlessLab } from "../src/playground/headless-lab.ts";

/** Lines and commands a second of one shell. */
const LAB = new HeadlessLab();
await LAB.run("manager1", "docker pull --quiet alpine; docker run -d --name uno alpine sleep 1d; seq 1000 > numbers");

const run = (line: string) => async () => {
  await LAB.run("manager1", line);
};

describe("the shell", () => {
  bench("echo", run("echo hola"));
  bench("a loop of a hundred", run("for i in {1..100}; do x=$((x + i)); done"));
  bench("a program", run("ls /etc"));
  bench("a pipe of three", run("cat numbers | grep 9 | wc -l"));
});

describe("docker", () => {
  bench("docker version", run("docker version"));
  bench("docker ps", run("docker ps"));
  bench("docker exec", run("docker exec uno true"));
  bench("docker run --rm", run("docker run --rm alpine true"));
});
