import { encode } from "../kernel/bytes.ts";
import { FileError } from "../kernel/filesystem.ts";
import { command, type Run } from "./command.ts";

export const file = command(
  {
    usage: "[OPTION...] [FILE...]",
    about: "Determine type of FILEs.",
    short: "bhikLsz",
    long: "brief=b mime=i mime-type dereference=L",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    const width = Math.max(...run.operands.map((name) => name.length)) + 2;
    for (const name of run.operands) {
      const kind = describeFile(run, name);
      await run.out(run.has("b") ? `${kind}\n` : `${`${name}:`.padEnd(width - 1)} ${kind}\n`);
    }
    return 0;
  },
);

function describeFile(run: Run, name: string): string {
  try {
    const path = run.path(name);
    const stats = run.has("L") ? run.files.stat(path) : run.files.lstat(path);
    const mime = run.has("i") || run.has("mime-type");
    switch (stats.kind) {
      case "directory":
        return mime ? "inode/directory" : stats.mode & 0o1000 ? "sticky, directory" : "directory";
      case "symlink":
        if (mime) return "inode/symlink";
        return `${run.files.exists(path) ? "" : "broken "}symbolic link to ${stats.target}`;
      case "character-device":
        return "character special";
      case "block-device":
        return "block special";
      case "fifo":
        return "fifo (named pipe)";
      case "socket":
        return "socket";
      default:
        if (stats.program !== undefined) {
          return mime
            ? "application/x-pie-executable"
            : "ELF 64-bit LSB pie executable, x86-64, version 1 (SYSV), dynamically linked, stripped";
        }
        return contentKind(run.files.readFile(path), mime);
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === "EACCES") return `regular file, no read permission`;
    return `cannot open \`${name}' (${error.message})`;
  }
}

/** What a text begins with, and what it is then: description and MIME type. */
const SIGNATURES: readonly (readonly [start: RegExp, text: string, mime: string])[] = [
  [/^\x7fELF/, "ELF 64-bit LSB executable, x86-64", "application/x-executable"],
  [/^\x1f\udc8b/, "gzip compressed data", "application/gzip"],
  [/^x[\x01\udc9c\udcda]/, "zlib compressed data", "application/zlib"],
  [/^DIRC\0\0\0[\x02-\x04]/, "Git index", "application/octet-stream"],
  [/^PK\x03\x04/, "Zip archive data", "application/zip"],
  [/^\udc89PNG/, "PNG image data", "image/png"],
  [/^%PDF-1\.(\d)/, "PDF document, version 1.$1", "application/pdf"],
  [/^#! ?\/(?:usr\/)?bin\/(?:env )?(?:ba)?sh/, "Bourne-Again shell script", "text/x-shellscript"],
  [/^#! ?\S*python3?/, "Python script", "text/x-script.python"],
  [/^#! ?(\S+)/, "a $1 script", "text/plain"],
  [/^<!doctype html|^<html/i, "HTML document", "text/html"],
  [/^<\?xml/, "XML 1.0 document", "text/xml"],
  [/^-----BEGIN CERTIFICATE-----/, "PEM certificate", "text/plain"],
];

/** Its version and how many files it holds, two numbers of four bytes. */
function gitIndexText(text: string): string {
  const view = new DataView(encode(text.slice(0, 12)).buffer);
  return `Git index, version ${view.getUint32(4)}, ${view.getUint32(8)} entries`;
}

function contentKind(text: string, mime: boolean): string {
  if (text === "") return mime ? "inode/x-empty" : "empty";
  const charset = /[\x00-\x06\x0e-\x1a\x1c-\x1f\udc80-\udcff]/.test(text)
    ? undefined
    : /[^\x00-\x7f]/.test(text)
      ? "Unicode text, UTF-8 text"
      : "ASCII text";
  for (const [start, words, type] of SIGNATURES) {
    const match = start.exec(text);
    if (!match) continue;
    const named = words === "Git index" ? gitIndexText(text) : words.replace("$1", match[1] ?? "");
    if (mime) return type;
    return /script|document$/.test(named) && charset
      ? `${named}, ${charset}${/script/.test(named) ? " executable" : ""}`
      : named;
  }
  if (text.slice(257, 262) === "ustar") return mime ? "application/x-tar" : "POSIX tar archive (GNU)";
  if (/^\s*[[{]/.test(text)) {
    try {
      JSON.parse(text);
      return mime ? "application/json" : "JSON text data";
    } catch {
      // Not JSON after all.
    }
  }
  if (!charset) return mime ? "application/octet-stream" : "data";
  if (mime) return "text/plain";
  const ends = text.includes("\r\n")
    ? ", with CRLF line terminators"
    : text.includes("\n")
      ? ""
      : ", with no line terminators";
  return charset + ends;
}
