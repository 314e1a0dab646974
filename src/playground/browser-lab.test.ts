import { expect, test } from "vitest";
import { type BrowserLab, type LabNotice, openBrowserLab } from "./browser-lab.ts";

/** A browser's storage for the pages of one test. */
function browser() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const name = `lab-${crypto.randomUUID()}`;
  const channels: BroadcastChannel[] = [];
  return {
    async page(): Promise<{ lab: BrowserLab; told: LabNotice[] }> {
      const told: LabNotice[] = [];
      const channel = new BroadcastChannel(name);
      channels.push(channel);
      const lab = await openBrowserLab({
        onNotice: (notice) => told.push(notice),
        language: () => "es",
        storage: () => storage,
        channel,
      });
      await heard();
      return { lab, told };
    },
    get stored(): string {
      return kept.get("darsena:lab") ?? "";
    },
    close() {
      for (const channel of channels) channel.close();
    },
  };
}

const heard = () => new Promise((resolve) => setTimeout(resolve, 50));

/** Something to see of a lab in what was stored. */
const mark = ({ lab }: BrowserLab, name: string) =>
  lab.hosts.get("manager1")?.machine.files.writeFile(`/root/${name}`, "here\n");

test("a browser that forbids its storage gets a lab, and is told once that nothing is kept", async () => {
  const told: LabNotice[] = [];
  const lab = await openBrowserLab({
    onNotice: (notice) => told.push(notice),
    language: () => "es",
    storage: () => {
      throw new DOMException("denied", "SecurityError");
    },
    channel: undefined,
  });
  expect(lab.hosts.map(({ name }) => name)).toEqual(["manager1", "worker1", "worker2"]);
  lab.save();
  lab.save();
  lab.reset();
  expect(told).toEqual(["unsaved"]);
});

test("a second page does not write over the first one's lab, not even with a reset, until it is told to", async () => {
  const pages = browser();
  const first = await pages.page();
  first.lab.save();
  const second = await pages.page();
  expect([first.told, second.told]).toEqual([[], ["restored", "elsewhere"]]);
  mark(first.lab, "first");
  first.lab.save();
  second.lab.reset();
  mark(second.lab, "second");
  second.lab.save();
  expect(pages.stored).toContain('"first"');
  expect(pages.stored).not.toContain('"second"');

  second.lab.takeOver();
  await heard();
  expect(first.told).toEqual(["elsewhere"]);
  first.lab.save();
  expect(pages.stored).toContain('"second"');
  expect(pages.stored).not.toContain('"first"');
  pages.close();
});
