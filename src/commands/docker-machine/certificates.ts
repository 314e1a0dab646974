import type { Random } from "../../kernel/random.ts";
import { sha256 } from "../../kernel/sha256.ts";
import {
  bytesOf,
  CURVE_P256,
  der,
  ECDSA_SHA256,
  integer,
  pem,
  pemBytes,
  publicKeyInfo,
  sequence,
  utcTime,
} from "../../swarm/der.ts";
import { bytes32, privateKey, publicKey, sign } from "../../swarm/p256.ts";

/**
 * The certificates that docker-machine makes, so that a machine's Docker and its clients know each other
 * (docker/machine, libmachine/cert): an authority, and one for each that it signs. Theirs were RSA; these are of the
 * curve P-256, which the lab can make in no time.
 */

/** A certificate and its key, as PEM files hold them. */
interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

interface CertificateRequest {
  /** The subject's O. */
  readonly organization: string;
  /** Addresses that a server is reached at; none for a client. */
  readonly addresses?: readonly string[];
  /** Who signs: itself when there is none. */
  readonly authority?: KeyPair;
}

const DAY_MS = 86_400_000;
const VALID_DAYS = 1080;

const oid = (...rest: number[]) => [0x06, rest.length, ...rest];
const ORGANIZATION = oid(0x55, 0x04, 0x0a);
const KEY_USAGE = oid(0x55, 0x1d, 0x0f);
const EXTENDED_KEY_USAGE = oid(0x55, 0x1d, 0x25);
const BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
const SUBJECT_KEY_ID = oid(0x55, 0x1d, 0x0e);
const AUTHORITY_KEY_ID = oid(0x55, 0x1d, 0x23);
const ALTERNATIVE_NAMES = oid(0x55, 0x1d, 0x11);
const CLIENT_AUTH = oid(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02);
const SERVER_AUTH = oid(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01);
const CRITICAL = [0x01, 0x01, 0xff];

const bytesOfText = (text: string) => [...text].map((char) => char.charCodeAt(0));
const name = (organization: string) =>
  sequence(der(0x31, sequence(ORGANIZATION, der(0x13, bytesOfText(organization)))));
const keyIdOf = (point: number[]) => bytesOf(sha256(Uint8Array.from(point))).slice(0, 20);

/** Makes a key and a certificate for it. @param now ms since the epoch */
export function certify(random: Random, now: number, request: CertificateRequest): KeyPair {
  const { organization, addresses = [], authority } = request;
  const key = privateKey(random.hex(64));
  const point = publicKey(key);
  const signer = authority ? signerOf(authority) : { key, subject: name(organization), keyId: keyIdOf(point) };
  // Five minutes back, to the minute, for clocks that differ.
  const from = Math.floor((now - 300_000) / 60_000) * 60_000;
  const extensions = authority
    ? leafExtensions(signer.keyId, addresses)
    : [
        sequence(KEY_USAGE, CRITICAL, der(0x04, [0x03, 0x02, 0x02, 0xac])),
        sequence(BASIC_CONSTRAINTS, CRITICAL, der(0x04, sequence([0x01, 0x01, 0xff]))),
        sequence(SUBJECT_KEY_ID, der(0x04, der(0x04, signer.keyId))),
      ];
  const body = sequence(
    der(0xa0, integer([2])),
    integer([0x4b, ...bytesOf(random.hex(30))]),
    ECDSA_SHA256,
    signer.subject,
    sequence(utcTime(from), utcTime(from + VALID_DAYS * DAY_MS)),
    name(organization),
    publicKeyInfo(point),
    der(0xa3, sequence(...extensions)),
  );
  const { r, s } = sign(signer.key, sha256(Uint8Array.from(body)), privateKey(random.hex(64)));
  const signature = der(0x03, [0], sequence(integer(bytes32(r)), integer(bytes32(s))));
  return {
    certificate: pem("CERTIFICATE", sequence(body, ECDSA_SHA256, signature)),
    key: pem("EC PRIVATE KEY", keyBytes(key, point)),
  };
}

function leafExtensions(authority: number[], addresses: readonly string[]): number[][] {
  const server = addresses.length > 0;
  const names = addresses.map((address) =>
    /^\d+(\.\d+){3}$/.test(address) ? der(0x87, address.split(".").map(Number)) : der(0x82, bytesOfText(address)),
  );
  return [
    sequence(KEY_USAGE, CRITICAL, der(0x04, [0x03, 0x02, server ? 0x03 : 0x07, server ? 0xa8 : 0x80])),
    sequence(EXTENDED_KEY_USAGE, der(0x04, sequence(...(server ? [SERVER_AUTH, CLIENT_AUTH] : [CLIENT_AUTH])))),
    sequence(AUTHORITY_KEY_ID, der(0x04, sequence(der(0x80, authority)))),
    ...(server ? [sequence(ALTERNATIVE_NAMES, der(0x04, sequence(...names)))] : []),
  ];
}

/** SEC 1's form of a private key (RFC 5915). */
const keyBytes = (key: bigint, point: number[]) =>
  sequence(integer([1]), der(0x04, bytes32(key)), der(0xa0, CURVE_P256), der(0xa1, der(0x03, [0], point)));

/** Where the number stands in that form. */
const KEY_AT = 7;

/** @throws RangeError when the files hold no authority that was made here */
function signerOf({ certificate, key }: KeyPair) {
  const secret = pemBytes(key).slice(KEY_AT, KEY_AT + 32);
  const subject = subjectOf(pemBytes(certificate));
  if (secret.length < 32 || subject === undefined) throw new RangeError("not a certificate authority");
  const number = BigInt(`0x${secret.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`);
  return { key: number, subject: name(subject), keyId: keyIdOf(publicKey(number)) };
}

/** The subject's O: the last one of a certificate, after the issuer's. */
function subjectOf(bytes: number[]): string | undefined {
  for (let at = bytes.length - ORGANIZATION.length; at >= 0; at--) {
    if (ORGANIZATION.some((byte, i) => bytes[at + i] !== byte)) continue;
    const start = at + ORGANIZATION.length + 2;
    return String.fromCharCode(...bytes.slice(start, start + (bytes[start - 1] ?? 0)));
  }
  return undefined;
}

/** Whether an authority's certificate signed another, told by the number of its key. */
export function isSignedBy(certificate: string, authority: string): boolean {
  const own = keyIdAfter(pemBytes(authority), SUBJECT_KEY_ID, 4);
  const named = keyIdAfter(pemBytes(certificate), AUTHORITY_KEY_ID, 6);
  return own !== undefined && own === named;
}

/** The 20 bytes of a key's number in an extension. @param skip what stands between its name and the number */
function keyIdAfter(bytes: number[], extension: number[], skip: number): string | undefined {
  const at = bytes.findIndex((_, i) => extension.every((byte, j) => bytes[i + j] === byte));
  const start = at + extension.length + skip;
  return at < 0 ? undefined : bytes.slice(start, start + 20).join();
}
