import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Localized, locales } from "../i18n/locales.ts";
import { replayChapter } from "./chapter-replay.ts";
import { fenceHost, frontmatterField, readFences } from "./chapter-source.ts";
import { readSession } from "./console-session.ts";
import { type CheckResult, checkExercise, type Exercises } from "./exercise.ts";
import { LabView } from "./lab-view.ts";

const content = join(import.meta.dirname, "../../content");
const slugs = readdirSync(join(content, "es"))
  .filter((name) => name.endsWith(".mdx"))
  .map((name) => name.slice(0, -".mdx".length));

const sourcesOf = (slug: string): Localized => {
  const [es = "", en = ""] = locales.map((locale) => readFileSync(join(content, locale, `${slug}.mdx`), "utf8"));
  return { es, en };
};

const modules = import.meta.glob<{ exercises: Exercises }>("./exercises/*.ts", { eager: true });
const exercisesOf = (slug: string): Exercises => modules[`./exercises/${slug}.ts`]?.exercises ?? {};

const ids = (source: string, tag: string) =>
  [...source.matchAll(new RegExp(`<${tag}\\b[^>]*\\bid="([^"]+)"`, "g"))].map(([, id]) => id);

/** What a chapter has readers type and write, in order. */
const typedIn = (source: string) =>
  readFences(source).map((fence) => ({
    place: fence.place,
    host: fenceHost(fence),
    text: fence.language === "console" ? readSession(fence.text).commands : fence.language,
  }));

/** Chapters whose exercises and questions are still prose: they have nothing to check yet. */
const asProse = ["imagenes-y-contenedores", "docker-swarm"].filter((slug) => !sourcesOf(slug).es.includes("<Exercise"));

describe.each(slugs)("%s", (slug) => {
  const sources = sourcesOf(slug);

  it("is the same course in both languages: commands, exercises, questions, pace", () => {
    expect(typedIn(sources.en)).toEqual(typedIn(sources.es));
    for (const tag of ["Exercise", "Question"]) expect(ids(sources.en, tag)).toEqual(ids(sources.es, tag));
    for (const field of ["unit", "order", "minutes", "status", "lab"])
      expect(frontmatterField(sources.en, field), field).toBe(frontmatterField(sources.es, field));
  });

  it.skipIf(asProse.includes(slug))(
    "has an exercise with two hints and a solution, and three to five questions",
    () => {
      for (const locale of locales) {
        const source = sources[locale];
        const exercises = ids(source, "Exercise");
        expect(exercises.length, locale).toBeGreaterThanOrEqual(1);
        expect(source.match(/^<Hint>/gm)?.length, locale).toBe(2 * exercises.length);
        expect(source.match(/^<Solution>/gm)?.length, locale).toBe(exercises.length);
        expect(ids(source, "Question").length, locale).toBeGreaterThanOrEqual(3);
        expect(ids(source, "Question").length, locale).toBeLessThanOrEqual(5);
      }
      expect(Object.keys(exercisesOf(slug)).sort()).toEqual(ids(sources.es, "Exercise").sort());
    },
  );

  it("takes 700 to 1,600 words", () => {
    for (const locale of locales) {
      const prose = sources[locale].replace(/^---[\s\S]*?\n---/, "").replace(/```[\s\S]*?```/g, "");
      const words = prose.replace(/<[^>]*>/g, " ").match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu) ?? [];
      expect(words.length, locale).toBeGreaterThanOrEqual(700);
      expect(words.length, locale).toBeLessThanOrEqual(1600);
    }
  });

  it("names the host of every fence, once it uses several", () => {
    const consoles = readFences(sources.es).filter(({ language }) => language === "console");
    const hosts = new Set(consoles.map(fenceHost));
    if (hosts.size > 1) expect(hosts).not.toContain(undefined);
  });

  it.each(locales)(
    "shows what the playground prints, and its solutions solve its exercises (%s)",
    { timeout: 120_000 },
    async (locale) => {
      const exercises = exercisesOf(slug);
      const left: string[] = [];
      const solved = new Map<string, CheckResult>();
      const look = async (id: string, lab: Parameters<typeof checkExercise>[1]) => {
        const exercise = exercises[id];
        if (!exercise) throw new Error(`no exercise "${id}"`);
        return checkExercise(exercise, lab);
      };
      const { drifts } = await replayChapter(sources[locale], {
        beforeFence: async ({ lab, fence }) => {
          if (fence.place !== "solution" || fence.exercise === undefined || left.includes(fence.exercise)) return;
          left.push(fence.exercise);
          const { passed } = await lab.settle(look(fence.exercise, new LabView(lab.lab)));
          expect(passed, `${fence.exercise} before its solution`).toBe(false);
        },
        afterFence: async ({ lab, fence }) => {
          if (fence.place !== "solution" || fence.exercise === undefined) return;
          solved.set(fence.exercise, await lab.settle(look(fence.exercise, new LabView(lab.lab))));
        },
      });
      for (const [id, result] of solved) expect(result, `${id} after its solution`).toMatchObject({ passed: true });
      expect(left.sort()).toEqual(Object.keys(exercises).sort());
      expect(drifts).toEqual([]);
    },
  );
});
