import { describe, expect, it } from "vitest";
import { isAbout, rankPages, rankSections } from "./search-rank.ts";

describe("what a page is about", () => {
  it.each([
    ["docker run", "Aquí docker arranca: run."],
    ["imágenes", "una imagen"],
    ["kubernets", "and Kubernetes"],
    ["--rm", "docker run --rm alpine"],
  ])("%s is found in «%s»", (query, content) => {
    expect(isAbout(query, content)).toBe(true);
  });

  it.each([
    ["xyzzy", "curl -X POST; chmod +x"],
    ["conteiner", "NAME-1.ID.cont.dockerapp.io"],
    ["docker xyzzy", "docker -X"],
  ])("%s is not found in «%s»", (query, content) => {
    expect(isAbout(query, content)).toBe(false);
  });
});

describe("the order of pages", () => {
  const page = (name: string, content: string, order?: number) => ({ name, content, order });
  const names = (query: string, pages: ReturnType<typeof page>[]) => rankPages(query, pages).map(({ name }) => name);

  it("has first those with the words in a row, and of those with many the earliest chapter", () => {
    const pages = [
      page("machine", "docker-machine run docker", 23),
      page("cheat sheet", "docker run ".repeat(12)),
      page("volumes", "docker run -v ".repeat(17), 17),
      page("images", "$ docker run alpine. ".repeat(10), 6),
      page("swarm", "docker run once", 30),
    ];
    expect(names("docker run", pages)).toEqual(["images", "volumes", "cheat sheet", "swarm", "machine"]);
  });

  it("is the index's for one word, and where no page has the words in a row", () => {
    const pages = [page("b", "ports to publish", 2), page("a", "publish a port", 1)];
    expect(names("publish", pages)).toEqual(["b", "a"]);
    expect(names("publish port", pages)).toEqual(["b", "a"]);
  });

  it("reads accents and capitals alike", () => {
    expect(names("imagen docker", [page("a", "x"), page("b", "La Imagen Docker", 1)])).toEqual(["b", "a"]);
  });
});

describe("the order of sections", () => {
  const content = "one docker ps two docker run three four docker run docker run";
  const sections = [
    { name: "first", start: 0, score: 900 },
    { name: "second", start: 3, score: 5 },
    { name: "third", start: 7, score: 10 },
  ];
  const names = (query: string) => rankSections(query, content, sections).map(({ name }) => name);

  it("follows the words in a row, then the index", () => {
    expect(names("docker run")).toEqual(["third", "second", "first"]);
    expect(names("docker")).toEqual(["first", "third", "second"]);
  });
});
