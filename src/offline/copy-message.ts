/*
 * What a page and the worker say to each other. Types only: a value that both import would be a script of its own, and
 * the worker has to be one script.
 */

/** What the worker tells the pages about the copy of the site it keeps. */
export type CopyMessage =
  | { readonly copy: "saving"; readonly done: number; readonly total: number }
  | { readonly copy: "complete"; readonly bytes: number }
  | { readonly copy: "failed" };

/** What a page asks the worker: how the copy is. The answer goes to every page. */
export type CopyQuestion = "copy?";
