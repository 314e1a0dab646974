import type { FileSystem } from "../../kernel/filesystem.ts";

const WORDS: Readonly<Record<number, string>> = {
  301: "Moved Permanently",
  302: "Found",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Not Allowed",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
};

/** What nginx writes after the number in the first line of a response, where it is not what its page says. */
const STATUS_LINE: Readonly<Record<number, string>> = { 302: "Moved Temporarily" };

/** The words of a response's first line that nginx has of its own; undefined for the usual ones. */
export const statusWords = (status: number): string | undefined => STATUS_LINE[status] ?? WORDS[status];

/** nginx's own page for a status. @param product "nginx/1.31.6" */
export function errorPage(status: number, product: string): string {
  const title = `${status} ${WORDS[status] ?? ""}`.trimEnd();
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${product}</center>\r\n</body>\r\n</html>\r\n`;
}

/** `autoindex on`: directories first. */
export function autoindexPage(files: FileSystem, folder: string, path: string): string {
  const rows = files.readdir(folder).map((name) => {
    const { kind, size, mtime } = files.stat(`${folder}/${name}`);
    const shown = kind === "directory" ? `${name}/` : name;
    const [, month = "", day = "", year = "", time = ""] =
      /^\w+, (\d+) (\w+) (\d+) (\d+:\d+)/.exec(new Date(mtime).toUTCString()) ?? [];
    const link = `<a href="${encodeURI(shown)}">${shown}</a>`;
    return {
      folder: kind === "directory",
      line: `${link}${" ".repeat(Math.max(1, 51 - shown.length))}${month}-${day}-${year} ${time}${(kind === "directory" ? "-" : String(size)).padStart(20)}\r\n`,
    };
  });
  const sorted = [...rows.filter((row) => row.folder), ...rows.filter((row) => !row.folder)].map(({ line }) => line);
  const title = `Index of ${path}`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<h1>${title}</h1><hr><pre><a href="../">../</a>\r\n${sorted.join("")}</pre><hr></body>\r\n</html>\r\n`;
}
