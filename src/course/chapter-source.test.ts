import { expect, it } from "vitest";
import { fenceHost, frontmatterField, readFences } from "./chapter-source.ts";

const source = `---
title: "Redes: dos"
lab: fresh
---

\`\`\`console host=worker1
$ docker ps
\`\`\`

<Exercise id="one" title="x">

\`\`\`dockerfile
FROM alpine
\`\`\`

<Hint>

\`\`\`console
$ echo hint
\`\`\`

</Hint>

<Solution>

\`\`\`console
$ echo solved
\`\`\`

</Solution>

</Exercise>

\`\`\`console
$ echo after
\`\`\`
`;

it("finds the fences of a chapter, and where they stand", () => {
  const fences = readFences(source);
  expect(fences.map(({ language, text, place, exercise }) => [language, text, place, exercise])).toEqual([
    ["console", "$ docker ps", "text", undefined],
    ["dockerfile", "FROM alpine", "text", "one"],
    ["console", "$ echo hint", "hint", "one"],
    ["console", "$ echo solved", "solution", "one"],
    ["console", "$ echo after", "text", undefined],
  ]);
  expect(source.split("\n")[fences[0]?.start ?? 0]).toBe("$ docker ps");
});

it("reads the host of a fence", () => {
  expect(readFences(source).map(fenceHost)).toEqual(["worker1", undefined, undefined, undefined, undefined]);
});

it("reads a field of the frontmatter", () => {
  expect(frontmatterField(source, "lab")).toBe("fresh");
  expect(frontmatterField(source, "title")).toBe("Redes: dos");
  expect(frontmatterField(source, "unit")).toBeUndefined();
});
