/** The parts that X.509 certificates and keys are written with (ITU-T X.690, RFC 5480). */

/** DER: a tag, a length, the content. */
export function der(tag: number, ...content: number[][]): number[] {
  const body = content.flat();
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return [tag, ...size, ...body];
}

export const sequence = (...content: number[][]) => der(0x30, ...content);
export const integer = (bytes: number[]) => {
  const first = bytes.findIndex((byte) => byte !== 0);
  const trimmed = bytes.slice(first < 0 ? -1 : first);
  return der(0x02, (trimmed[0] ?? 0) & 0x80 ? [0, ...trimmed] : trimmed);
};
export const utcTime = (ms: number) =>
  der(
    0x17,
    [...`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`].map((c) => c.charCodeAt(0)),
  );

const EC_PUBLIC_KEY = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
export const CURVE_P256 = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
export const ECDSA_SHA256 = sequence([0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]);

/** A public key of the curve P-256, as certificates carry it. @param point its 65 bytes */
export const publicKeyInfo = (point: number[]) => sequence(sequence(EC_PUBLIC_KEY, CURVE_P256), der(0x03, [0], point));

/** An object as a PEM file holds it. @param label "CERTIFICATE" */
export const pem = (label: string, bytes: number[]): string =>
  `-----BEGIN ${label}-----\n${base64(bytes).replace(/.{1,64}/g, "$&\n")}-----END ${label}-----\n`;

export const bytesOf = (hex: string) => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
export const base64 = (bytes: number[]) => btoa(String.fromCharCode(...bytes));

/** What a PEM file holds; nothing for a text that is none. */
export function pemBytes(text: string): number[] {
  const body = /-----BEGIN [^-]+-----\n([A-Za-z0-9+/=\n]+)-----END/.exec(text)?.[1] ?? "";
  return [...atob(body.replaceAll("\n", ""))].map((char) => char.charCodeAt(0));
}
