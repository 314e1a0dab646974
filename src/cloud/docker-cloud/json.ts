/** What the API answers with: its objects as JSON (apidocs/cloud-api-source). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** "Mon, 29 Sep 2014 15:40:59 +0000" */
export const dateOf = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toUTCString().replace("GMT", "+0000");

export const tagsJson = (tags: readonly string[]): JsonObject[] => tags.map((name) => ({ name }));
