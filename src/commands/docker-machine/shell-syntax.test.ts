import { expect, test } from "vitest";
import { syntaxOf, usageHint } from "./shell-syntax.ts";

const line = (shell: string, unset = false) => {
  const { prefix, delimiter, suffix } = syntaxOf(shell, unset);
  return `${prefix}DOCKER_HOST${delimiter}${unset ? "" : "tcp://1.2.3.4:2376"}${suffix}`;
};

test.each([
  ["bash", 'export DOCKER_HOST="tcp://1.2.3.4:2376"\n', "unset DOCKER_HOST\n"],
  ["fish", 'set -gx DOCKER_HOST "tcp://1.2.3.4:2376";\n', "set -e DOCKER_HOST;\n"],
  ["powershell", '$Env:DOCKER_HOST = "tcp://1.2.3.4:2376"\n', "Remove-Item Env:\\\\DOCKER_HOST\n"],
  ["cmd", "SET DOCKER_HOST=tcp://1.2.3.4:2376\n", "SET DOCKER_HOST=\n"],
  ["tcsh", 'setenv DOCKER_HOST "tcp://1.2.3.4:2376";\n', "unsetenv DOCKER_HOST;\n"],
  ["emacs", '(setenv "DOCKER_HOST" "tcp://1.2.3.4:2376")\n', '(setenv "DOCKER_HOST" nil)\n'],
])("%s sets a variable and takes it away", (shell, set, unset) => {
  expect(line(shell)).toBe(set);
  expect(line(shell, true)).toBe(unset);
});

test("each shell is told what to type", () => {
  const called = ["docker-machine", "env", "platzi-00"];
  expect(usageHint("zsh", called)).toBe(
    "# Run this command to configure your shell: \n# eval $(docker-machine env platzi-00)\n",
  );
  expect(usageHint("powershell", called)).toContain("& docker-machine env platzi-00 | Invoke-Expression");
});
