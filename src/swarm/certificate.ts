import type { Random } from "../kernel/random.ts";
import { sha256 } from "../kernel/sha256.ts";
import type { CertificateAuthority } from "./cluster.ts";
import { base64, bytesOf, der, ECDSA_SHA256, integer, pem, publicKeyInfo, sequence, utcTime } from "./der.ts";
import { bytes32, privateKey, publicKey, sign } from "./p256.ts";

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
  const keyInfo = publicKeyInfo(point);
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
  return {
    trustRoot: pem("CERTIFICATE", sequence(body, ECDSA_SHA256, signature)),
    issuerSubject: base64(subject),
    issuerPublicKey: base64(keyInfo),
  };
}
