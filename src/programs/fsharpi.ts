import { languageOf } from "../cli/not-simulated.ts";
import type { Program } from "../kernel/process.ts";
import { readLines } from "../kernel/stream.ts";

const BANNER = `Microsoft (R) F# Interactive version 10.10.0 for F# 4.7
Copyright (c) Microsoft Corporation. All Rights Reserved.

For help type #help;;

`;

const HELP = `  F# Interactive directives:

    #r "file.dll";;        Reference (dynamically load) the given DLL
    #I "path";;            Add the given search path for referenced DLLs
    #load "file.fs" ...;;  Load the given file(s) as if compiled and referenced
    #time ["on"|"off"];;   Toggle timing on/off
    #help;;                Display help
    #quit;;                Exit

`;

/**
 * F# Interactive of the course's first image, rebuilt from its documentation: it greets, helps and quits. There is no
 * F# compiler here, and it says so to whoever gives it something to compute.
 */
export const fsharpi: Program = async ({ env, stdin, stdout, signal }) => {
  await stdout.write(`${BANNER}> `);
  let unfinished = "";
  for await (const line of readLines(stdin, signal)) {
    unfinished += line;
    if (!unfinished.includes(";;")) {
      await stdout.write("- ");
      continue;
    }
    const command = unfinished.slice(0, unfinished.indexOf(";;")).trim();
    unfinished = "";
    if (command === "#quit" || command === "#q") return 0;
    await stdout.write(`${command === "#help" ? HELP : noCompiler(env)}> `);
  }
  await stdout.write("\n");
  return 0;
};

const noCompiler = (env: Readonly<Record<string, string>>): string =>
  languageOf(env) === "es"
    ? "Este laboratorio no trae compilador de F#: aquí solo valen #help;; y #quit;;\n\n"
    : "This playground has no F# compiler: only #help;; and #quit;; work here.\n\n";
