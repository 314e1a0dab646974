import { byteLength, decode, encode } from "../../kernel/bytes.ts";
import { type HttpRequest, headerOf } from "../../kernel/http.ts";
import type { Answer } from "./site.ts";

/**
 * What comes of the conditions that a request puts (ngx_http_not_modified_filter_module.c): an answer to a file with
 * its date and ETag may become 304 or 412; undefined where it stays.
 */
export function condition({ headers }: HttpRequest, answer: Answer): 304 | 412 | undefined {
  if (answer.status !== 200 || answer.modified === undefined) return undefined;
  const modified = Math.floor(answer.modified / 1000) * 1000;
  const unmodifiedSince = headerOf(headers, "if-unmodified-since");
  if (unmodifiedSince !== undefined && modified > Date.parse(unmodifiedSince)) return 412;
  const match = headerOf(headers, "if-match");
  if (match !== undefined && !listsTag(match, answer.etag)) return 412;
  const since = headerOf(headers, "if-modified-since");
  const noneMatch = headerOf(headers, "if-none-match");
  if (since === undefined && noneMatch === undefined) return undefined;
  // `if_modified_since exact`: another date, a later one too, is another file.
  if (since !== undefined && modified !== Date.parse(since)) return undefined;
  if (noneMatch !== undefined && !listsTag(noneMatch, answer.etag)) return undefined;
  return 304;
}

const listsTag = (list: string, etag: string | undefined): boolean =>
  list.trim() === "*" || list.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);

/** The parts of a file that `Range` asks for, each with its end excluded; "none" where no part can be had. */
export function rangesOf({ headers }: HttpRequest, answer: Answer): readonly [number, number][] | "none" | undefined {
  if (answer.status !== 200 || answer.modified === undefined || answer.etag === undefined) return undefined;
  const asked = /^bytes=(.*)$/i.exec(headerOf(headers, "range") ?? "")?.[1];
  if (asked === undefined) return undefined;
  const condition = headerOf(headers, "if-range");
  if (condition !== undefined && condition !== answer.etag && Date.parse(condition) !== answer.modified)
    return undefined;
  const size = byteLength(answer.body);
  const ranges: [number, number][] = [];
  for (const each of asked.split(",")) {
    const [, from, to] = /^\s*(\d*)\s*-\s*(\d*)\s*$/.exec(each) ?? [];
    if (from === undefined || to === undefined || (from === "" && to === "")) return "none";
    const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
    const end = from === "" || to === "" ? size : Math.min(size, Number(to) + 1);
    if (from !== "" && to !== "" && Number(from) > Number(to)) return "none";
    if (start < end) ranges.push([start, end]);
  }
  if (ranges.length === 0) return "none";
  const whole = ranges.reduce((sum, [start, end]) => sum + end - start, 0) > size;
  return whole ? undefined : ranges;
}

/** An answer cut to those parts (ngx_http_range_filter_module.c). @param next the number that stands between several */
export function cut(answer: Answer, ranges: readonly [number, number][], next: () => string): Answer {
  const bytes = encode(answer.body);
  const said = ([start, end]: readonly [number, number]) => `bytes ${start}-${end - 1}/${bytes.length}`;
  const part = ([start, end]: readonly [number, number]) => decode(bytes.subarray(start, end));
  const [only, ...more] = ranges;
  if (only && more.length === 0)
    return { ...answer, status: 206, body: part(only), listed: { ...answer.listed, "Content-Range": said(only) } };
  const boundary = next();
  const parts = ranges.map(
    (range) =>
      `\r\n--${boundary}\r\nContent-Type: ${answer.type}\r\nContent-Range: ${said(range)}\r\n\r\n${part(range)}`,
  );
  const body = `${parts.join("")}\r\n--${boundary}--\r\n`;
  return { ...answer, status: 206, type: `multipart/byteranges; boundary=${boundary}`, text: false, body };
}
