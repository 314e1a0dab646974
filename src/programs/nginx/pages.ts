import type { FileSystem } from "../../kernel/filesystem.ts";

/** The titles of the pages that nginx has of its own (ngx_http_special_response.c). */
const TITLES: Readonly<Record<number, string>> = {
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Authorization Required",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Not Allowed",
  406: "Not Acceptable",
  408: "Request Time-out",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Request Entity Too Large",
  414: "Request-URI Too Large",
  415: "Unsupported Media Type",
  416: "Requested Range Not Satisfiable",
  421: "Misdirected Request",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
  505: "HTTP Version Not Supported",
  507: "Insufficient Storage",
};

/** The words in the first line of a response, where they are not the page's; a status without either has none. */
const STATUS_LINE: Readonly<Record<number, string>> = {
  ...{ 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content" },
  ...{ 302: "Moved Temporarily", 304: "Not Modified", 401: "Unauthorized" },
};

/** The words after the number in a response's first line. */
export const statusWords = (status: number): string => STATUS_LINE[status] ?? TITLES[status] ?? "";

/** nginx's own page for a status; undefined where it has none. @param product "nginx/1.31.6" */
export function errorPage(status: number, product: string): string | undefined {
  const words = TITLES[status];
  if (words === undefined) return undefined;
  const title = `${status} ${words}`;
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
