import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

test("apk add brings a command and what it needs, in a build too", async () => {
  const lab = new HeadlessLab();
  const { output } = await lab.run(
    "manager1",
    "printf 'FROM alpine\\nRUN apk add --no-cache curl && curl --version\\n' > Dockerfile; docker build --progress plain -t c . 2>&1",
  );
  expect(output).toMatch(
    /fetch https:\/\/dl-cdn\.alpinelinux\.org\/alpine\/v3\.\d+\/main\/x86_64\/APKINDEX\.tar\.gz\n/,
  );
  expect(output).toMatch(/\(11\/11\) Installing curl \(8\.\S+\)\n/);
  expect(output).toMatch(/OK: \d+\.\d MiB in 27 packages\n/);
  expect(output).toMatch(/ curl \d+\.\d+\.\d+ /);
});

test("a group of packages goes as one, and with it all that nothing else needs", async () => {
  const lab = new HeadlessLab();
  const { output } = await lab.run(
    "manager1",
    "docker run --rm alpine sh -c 'apk add -q jq; apk add --no-cache --virtual .build make gcc >/dev/null; which make; apk del .build; which make; which jq; cat /etc/apk/world | tail -1'",
  );
  expect(output).toMatch(/\/usr\/bin\/make\n\(1\/\d+\) Purging /);
  expect(output).toMatch(
    /Purging zstd-libs \(\S+\)\nExecuting busybox-\S+\.trigger\nOK: .* in 18 packages\n\/usr\/bin\/jq\nlibc-utils\n$/,
  );
});

test("what there is not is said as apk says it", async () => {
  const lab = new HeadlessLab();
  const { output } = await lab.run("manager1", "docker run --rm alpine apk add nosuch 2>&1; echo $?");
  expect(output).toContain(
    "ERROR: unable to select packages:\n  nosuch (no such package):\n    required by: world[nosuch]\n1\n",
  );
});
