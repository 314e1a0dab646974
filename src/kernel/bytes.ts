/**
 * Text that can carry any bytes: what is not UTF-8 travels as the lone surrogates U+DC80–U+DCFF, one a byte, and comes
 * back as it was (Python's "surrogateescape"). So files and pipes are strings, and gzip or tar still survive them.
 */

const ESCAPE = 0xdc00;

/** The bytes of a text. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  if (!/[\udc80-\udcff]/.test(text)) return new TextEncoder().encode(text);
  const out: number[] = [];
  const encoder = new TextEncoder();
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= ESCAPE + 0x80 && code <= ESCAPE + 0xff) out.push(code - ESCAPE);
    else out.push(...encoder.encode(char));
  }
  return Uint8Array.from(out);
}

/** The text of some bytes; `decode(encode(t)) === t`. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeLossless(bytes);
  }
}

function decodeLossless(bytes: Uint8Array): string {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i] ?? 0;
    const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    const slice = bytes.subarray(i, i + length);
    try {
      if (length === 0 || slice.length < length) throw new RangeError();
      parts.push(strict.decode(slice));
      i += length;
    } catch {
      parts.push(String.fromCharCode(ESCAPE + first));
      i++;
    }
  }
  return parts.join("");
}

/** How many bytes a text takes in a file. */
export function byteLength(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) length += 1;
    else if (code < 0x800) length += 2;
    else if (code >= 0xd800 && code < 0xdc00) {
      length += 4;
      i++;
    } else if (code >= 0xdc80 && code <= 0xdcff) length += 1;
    else length += 3;
  }
  return length;
}
