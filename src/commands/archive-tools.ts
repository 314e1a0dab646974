import type { Program } from "../kernel/process.ts";
import { dd } from "./dd.ts";
import { gunzip, gzip, zcat } from "./gzip.ts";
import { tar } from "./tar.ts";

/** What packs and copies whole files, by name. */
export const archiveTools: Readonly<Record<string, Program>> = { dd, gunzip, gzip, tar, zcat };
