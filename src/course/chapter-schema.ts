import { z } from "astro/zod";

/** The frontmatter of a chapter file, `content/<language>/<slug>.mdx`. */
export const chapterSchema = z.strictObject({
  title: z.string().min(1),
  /** One sentence: under the title, in search results and in the page's metadata. */
  description: z.string().min(1),
  unit: z.number().int().min(1).max(8),
  /** Place in the whole course. */
  order: z.number().int().min(1).max(34),
  /** How long it takes, commands included. */
  minutes: z.number().int().positive(),
  /** `changed`: done otherwise today. `retired`: the thing is gone. The page says so at its top. */
  status: z.enum(["current", "changed", "retired"]),
  /** The state the playground opens in. */
  lab: z.string().min(1),
});
