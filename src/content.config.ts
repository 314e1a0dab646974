import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
import { chapterSchema } from "./course/chapter-schema.ts";

const chapters = defineCollection({
  loader: glob({ base: "./content", pattern: "{es,en}/*.mdx" }),
  schema: chapterSchema,
});

export const collections = { chapters };
