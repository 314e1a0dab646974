import type { Process } from "../../kernel/process.ts";
import { CurlError } from "./curl-error.ts";

/** What libcurl takes for the kind of a file, by the end of its name (its lib/mime.c). */
const KINDS: Readonly<Record<string, string>> = {
  gif: "image/gif",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  htm: "text/html",
  html: "text/html",
  pdf: "application/pdf",
  xml: "application/xml",
};

/** A form that `-F` fills in: the boundary between its parts, and the whole as it is sent. */
export interface Form {
  readonly boundary: string;
  readonly body: string;
}

/**
 * Makes a multipart form of `name=value`, `name=@file;type=…;filename=…` and `name=<file`.
 * @param read the text of a file; undefined when it cannot be read
 * @throws CurlError 26
 */
export function makeForm(
  process: Process,
  parts: readonly { readonly text: string; readonly isPlain: boolean }[],
  read: (name: string) => string | undefined,
): Form {
  const boundary = `------------------------${process.machine.random.hex(22)}`;
  const texts = parts.map(({ text, isPlain }) => formPart(text, isPlain, boundary, read));
  return { boundary, body: `${texts.join("")}--${boundary}--\r\n` };
}

function formPart(part: string, isPlain: boolean, boundary: string, read: (name: string) => string | undefined) {
  const cut = part.indexOf("=");
  const name = part.slice(0, cut);
  const given = part.slice(cut + 1);
  const [value = "", ...more] = isPlain ? [given] : given.split(";");
  const option = (key: string) =>
    more
      .find((each) => each.trim().startsWith(`${key}=`))
      ?.trim()
      .slice(key.length + 1)
      .replace(/^"(.*)"$/, "$1");
  let kind = option("type");
  let fileName = option("filename");
  let content = value;
  if (!isPlain && /^[@<]/.test(value)) {
    const found = read(value.slice(1));
    if (found === undefined) throw new CurlError(26, "Failed to open/read local data from file/application");
    content = found;
    if (value.startsWith("@")) {
      fileName ??= value.slice(1).replace(/^.*\//, "");
      kind ??= KINDS[fileName.replace(/^.*\./, "").toLowerCase()] ?? "application/octet-stream";
    }
  }
  const file = fileName === undefined ? "" : `; filename="${fileName}"`;
  const type = kind === undefined ? "" : `Content-Type: ${kind}\r\n`;
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${type}\r\n${content}\r\n`;
}
