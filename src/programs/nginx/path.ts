/**
 * The path of a request as locations and files are looked up by it: decoded, without dots and doubled slashes
 * (ngx_http_parse_complex_uri); undefined for one that leads above the root or is none.
 */
export function normalPath(target: string): string | undefined {
  const relative = target.replace(/^https?:\/\/[^/?]*/i, "") || "/";
  if (!relative.startsWith("/")) return undefined;
  const encoded = relative.replace(/[?#].*$/s, "");
  if (/%(?![0-9a-f]{2})|%00/i.test(encoded)) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    // Bytes that are no UTF-8 name no file here.
    path = encoded;
  }
  const parts: string[] = [];
  const pieces = path.split("/").slice(1);
  for (const [index, piece] of pieces.entries()) {
    const last = index === pieces.length - 1;
    if (piece === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (piece !== "" && piece !== ".") parts.push(piece);
    if (last && (piece === "" || piece === "." || piece === "..")) parts.push("");
  }
  return `/${parts.join("/")}`;
}
