import { describe, expect, it } from "vitest";
import { replayChapter } from "./chapter-replay.ts";

const chapter = (...fences: string[]) => `---\nlab: fresh\n---\n\n${fences.join("\n\nText.\n\n")}\n`;
const fence = (text: string, meta = "") => `\`\`\`console${meta}\n${text}\n\`\`\``;

describe("a chapter is replayed", () => {
  it("without drift when it shows what the playground prints", async () => {
    const { drifts } = await replayChapter(chapter(fence("$ echo one\none\n$ pwd\n/root/curso")));
    expect(drifts).toEqual([]);
  });

  it("and what differs is named, with its line", async () => {
    const { drifts } = await replayChapter(chapter(fence("$ echo one\none\n$ pwd\n/somewhere")));
    expect(drifts).toEqual([{ command: "pwd", line: 9, shown: ["/somewhere"], printed: ["/root/curso"] }]);
  });

  it("and rewritten with what is printed, where nothing is shown yet too", async () => {
    const source = chapter(fence("$ cd /srv\n$ pwd"), fence("$ pwd\n/old"));
    const { rewritten } = await replayChapter(source);
    expect(rewritten).toBe(chapter(fence("$ cd /srv\n$ pwd\n/srv"), fence("$ pwd\n/srv")));
    expect((await replayChapter(rewritten)).rewritten).toBe(rewritten);
  });

  it("with ids and times of its own", async () => {
    const { drifts } = await replayChapter(
      chapter(fence("$ docker network create red\nb4a0962109fdf37feef7339f96e5988c440b73dec24589174e930a22ada098cb")),
    );
    expect(drifts).toEqual([]);
  });

  it("and an ellipsis leaves out what it must not lose", async () => {
    expect((await replayChapter(chapter(fence("$ seq 9\n1\n…\n9")))).drifts).toEqual([]);
    expect((await replayChapter(chapter(fence("$ seq 9\n1\n…\n10")))).drifts).toHaveLength(1);
    expect((await replayChapter(chapter(fence("$ seq 9\n1\n…")))).drifts).toEqual([]);
    expect((await replayChapter(chapter(fence("$ seq 9\n2\n…")))).drifts).toHaveLength(1);
  });

  it("with what is typed into a program, from one fence to the next", async () => {
    const { drifts } = await replayChapter(
      chapter(
        fence("$ docker run -q -it --name caja alpine\n/ # echo in\nin"),
        fence("/ # hostname\n0123456789ab\n/ # exit"),
        fence("$ docker ps -aq --filter name=caja\n0123456789ab"),
      ),
    );
    expect(drifts).toEqual([]);
  });

  it("on the host a fence names", async () => {
    const { drifts } = await replayChapter(chapter(fence("$ hostname\nworker2", " host=worker2")));
    expect(drifts).toEqual([]);
  });

  it("and a key that is shown is pressed", async () => {
    const { drifts } = await replayChapter(chapter(fence("$ sleep 1000\n^C\n$ echo $?\n130")));
    expect(drifts).toEqual([]);
  });
});
