import type { Random } from "../kernel/random.ts";
import { sha256 } from "../kernel/sha256.ts";
import type { CertificateAuthority } from "./cluster.ts";
import { bytes32, privateKey, publicKey, sign } from "./p256.ts";

/** DER: a tag, a length, the content. */
function der(tag: number, ...content: number[][]): number[] {
  const body = content.flat();
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return [tag, ...size, ...body];
}

const sequence = (...content: number[][]) => der(0x30, ...content);
const integer = (bytes: number[]) => {
  const first = bytes.findIndex((byte) => byte !== 0);
  const trimmed = bytes.slice(first < 0 ? -1 : first);
  return der(0x02, (trimmed[0] ?? 0) & 0x80 ? [0, ...trimmed] : trimmed);
};
const utcTime = (ms: number) =>
  der(
    0x17,
    [...`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`].map((c) => c.charCodeAt(0)),
  );

const EC_PUBLIC_KEY = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const CURVE_P256 = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const ECDSA_SHA256 = sequence([0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]);
const COMMON_NAME = [0x06, 0x03, 0x55, 0x04, 0x03];
const KEY_USAGE_CERT_AND_CRL = sequence(
  [0x06, 0x03, 0x55, 0x1d, 0x0f],
  [0x01, 0x01, 0xff],
  [0x04, 0x04, 0x03, 0x02, 0x01, 0x06],
);
const IS_AUTHORITY = sequence(
  [0x06, 0x03, 0x55, 0x1d, 0x13],
  [0x01, 0x01, 0xff],
  [0x04, 0x05, 0x30, 0x03, 0x01, 0x01, 0xff],
);
const SUBJECT_KEY_ID = [0x06, 0x03, 0x55, 0x1d, 0x0e];

const TWENTY_YEARS_MS = 20 * 365 * 86_400_000;

/**
 * The self-signed root certificate of a new swarm, as swarmkit's CA makes it: ECDSA on P-256, "swarm-ca", 20 years
 * (docs.docker.com/engine/swarm/how-swarm-mode-works/pki; the fields are those of the recorded certificate).
 */
export function rootCertificate(random: Random, now: number): CertificateAuthority {
  const key = privateKey(random.hex(64));
  const point = publicKey(key);
  const subject = sequence(
    der(
      0x31,
      sequence(
        COMMON_NAME,
        der(
          0x13,
          [..."swarm-ca"].map((c) => c.charCodeAt(0)),
        ),
      ),
    ),
  );
  const keyInfo = sequence(sequence(EC_PUBLIC_KEY, CURVE_P256), der(0x03, [0], point));
  const keyId = bytesOf(random.hex(40));
  // Swarmkit dates it five minutes back, to the minute, for clocks that differ.
  const from = Math.floor((now - 300_000) / 60_000) * 60_000;
  const body = sequence(
    der(0xa0, integer([2])),
    integer([0x4b & 0x7f, ...bytesOf(random.hex(38))]),
    ECDSA_SHA256,
    subject,
    sequence(utcTime(from), utcTime(from + TWENTY_YEARS_MS)),
    subject,
    keyInfo,
    der(0xa3, sequence(KEY_USAGE_CERT_AND_CRL, IS_AUTHORITY, sequence(SUBJECT_KEY_ID, der(0x04, der(0x04, keyId))))),
  );
  const { r, s } = sign(key, sha256(Uint8Array.from(body)), privateKey(random.hex(64)));
  const signature = der(0x03, [0], sequence(integer(bytes32(r)), integer(bytes32(s))));
  const certificate = base64(sequence(body, ECDSA_SHA256, signature));
  return {
    trustRoot: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{1,64}/g, "$&\n")}-----END CERTIFICATE-----\n`,
    issuerSubject: base64(subject),
    issuerPublicKey: base64(keyInfo),
  };
}

const bytesOf = (hex: string) => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
const base64 = (bytes: number[]) => btoa(String.fromCharCode(...bytes));
