import { FileError } from "../../kernel/filesystem.ts";
import { openOutput } from "../../kernel/open.ts";
import { command, Failure, type Run } from "../command.ts";
import { toolVersion } from "../tool-versions.ts";
import { WgetConnection } from "./connection.ts";
import { WgetLog } from "./log.ts";
import { rateText, shortTime } from "./meter.ts";
import { type Tally, targetOf, WgetRetrieval } from "./retrieval.ts";

const USAGE = "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n";

/** GNU wget 1.25 (the recordings of transfers). */
export const gnuWget = command(
  {
    usage: "[OPTION]... [URL]...",
    about: "Retrieves files via HTTP.",
    version: (files) => versionText(toolVersion(files, "wget")),
    short: "VqvO:o:a:P:U:T:t:Sci:w:e:bNr:k:l:n",
    long: "quiet=q no-verbose=nv no-clobber=nc verbose=v output-document:=O server-response=S spider header: post-data: post-file: method: body-data: body-file: no-check-certificate directory-prefix:=P user-agent:=U timeout:=T tries:=t continue=c output-file:=o append-output:=a input-file:=i show-progress progress: user: password: content-on-error content-disposition trust-server-names max-redirect: no-proxy no-cache",
    failure: 2,
    refusal: USAGE,
    // Two letters, as an option of one dash: -nv, -nc; -nd and -nH are for whole sites.
    before: (args) =>
      args
        .filter((arg) => arg !== "-nd" && arg !== "-nH")
        .map((arg) => (arg === "-nv" ? "--no-verbose" : arg === "-nc" ? "--no-clobber" : arg)),
  },
  async (run) => {
    const { process, options } = run;
    const list = options.value("i");
    if (run.operands.length === 0 && list === undefined) {
      await process.stderr.write(`wget: missing URL\n${USAGE}`);
      return 1;
    }
    const timeout = options.value("T");
    if (timeout !== undefined && !/^\d+(\.\d+)?[smhdw]?$/.test(timeout))
      throw new Failure(`--timeout: Invalid time period ‘${timeout}’`, 2);
    const log = new WgetLog(run);
    const opened = await openDocument(run, log);
    if (!opened) return 1;
    return retrieveAll(run, log, list);
  },
);

/** The file of `-O` is made before anything is asked. */
async function openDocument(run: Run, log: WgetLog): Promise<boolean> {
  const name = run.options.value("O");
  if (name === undefined || name === "-") return true;
  try {
    openOutput(run.process, name, { append: run.has("c") || run.has("nc") });
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await log.always(`${name}: ${error.message}\n`);
    return false;
  }
}

async function retrieveAll(run: Run, log: WgetLog, list: string | undefined): Promise<number> {
  const { clock } = run.process.machine;
  const began = clock.now();
  const connection = new WgetConnection(run, log);
  const tally: Tally = { files: 0, bytes: 0, seconds: 0 };
  let status = 0;
  const urls = [...run.operands, ...(list === undefined ? [] : await urlsIn(run, log, list))];
  for (const url of urls) {
    if (!/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//.test(url)) await run.process.stderr.write(`Prepended http:// to '${url}'\n`);
    const target = targetOf(url);
    if (typeof target === "string") {
      await log.always(target);
      status ||= 1;
      continue;
    }
    // Of several failures the one with the lowest number but 1 is told.
    const ended = await new WgetRetrieval(run, log, connection, tally, target).run();
    status = ended === 0 ? status : status === 0 ? ended : Math.min(status, ended);
  }
  connection.close();
  if ((urls.length > 1 || list !== undefined) && tally.files > 0) {
    const seconds = (clock.now() - began) / 1000;
    const wall = seconds < 1 ? `${Number(seconds.toPrecision(1))}s` : `${seconds.toFixed(1)}s`;
    await log.normal(
      `FINISHED --${log.now()}--\nTotal wall clock time: ${wall}\nDownloaded: ${tally.files} files, ${sizeWord(tally.bytes)} in ${shortTime(tally.seconds)} (${rateText(tally.bytes, tally.seconds)})\n`,
    );
  }
  return status;
}

/** The URLs in a file, one a line. */
async function urlsIn(run: Run, log: WgetLog, name: string): Promise<string[]> {
  let text = "";
  try {
    text = run.files.readFile(run.path(name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await log.always(`${name}: ${error.message}\n`);
  }
  const urls = text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  if (urls.length === 0) await log.always(`No URLs found in ${name}.\n`);
  return urls;
}

/** `36`, `5.8K`. */
function sizeWord(bytes: number): string {
  let [value, unit] = [bytes, 0];
  for (; value >= 1024 && unit < 3; unit++) value /= 1024;
  return unit === 0 ? String(bytes) : `${value < 10 ? value.toFixed(1) : Math.round(value)}${" KMG".charAt(unit)}`;
}

/** Its features, the places of its files and how it was compiled are left out. */
const versionText = (version: string) => `GNU Wget ${version} built on linux-gnu.

Copyright (C) 2015 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later
<http://www.gnu.org/licenses/gpl.html>.
This is free software: you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.

Originally written by Hrvoje Niksic <hniksic@xemacs.org>.
Please send bug reports and questions to <bug-wget@gnu.org>.
`;
