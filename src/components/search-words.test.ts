import { describe, expect, it } from "vitest";
import { foldAccents, plural, singular, spanishQueries } from "./search-words.ts";

const pairs: [one: string, many: string][] = [
  ["imagen", "imagenes"],
  ["volumen", "volumenes"],
  ["red", "redes"],
  ["contenedor", "contenedores"],
  ["puerto", "puertos"],
  ["maquina", "maquinas"],
  ["vez", "veces"],
  ["señal", "señales"],
  ["nodo", "nodos"],
  ["nube", "nubes"],
  ["clave", "claves"],
];

describe("Spanish words in a search", () => {
  it.each(pairs)("%s and %s become each other", (one, many) => {
    expect(singular(many)).toBe(one);
    expect(plural(one)).toBe(many);
    expect(singular(one)).toBe(one);
  });

  it("takes accents away, not the ñ", () => {
    expect(foldAccents("Imágenes VOLÚMENES pingüino Señal")).toBe("imagenes volumenes pinguino señal");
  });

  it.each([
    ["imágenes", "imagenes", "imagen"],
    ["volúmenes", "volumen", "Volumen"],
    ["redes", "red", "Redes"],
    ["contenedores", "contenedor", "Contenedor"],
  ])("asks the same for %s, %s and %s", (a, b, c) => {
    expect(spanishQueries(b)).toEqual(spanishQueries(a));
    expect(spanishQueries(c)).toEqual(spanishQueries(a));
    expect(spanishQueries(a)).toHaveLength(2);
  });

  it("leaves commands, flags and names alone", () => {
    expect(spanishQueries("--rm")).toEqual(["--rm"]);
    expect(spanishQueries("docker ps")).toEqual(["docker ps"]);
    expect(spanishQueries("worker1")).toEqual(["worker1"]);
  });

  it("combines several words, and nothing for nothing", () => {
    expect(spanishQueries("borrar imágenes")).toContain("borrar imagen");
    expect(spanishQueries("redes de contenedores")).toHaveLength(4);
    expect(spanishQueries("  ")).toEqual([]);
  });
});
