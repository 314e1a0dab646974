import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { Random } from "../kernel/random.ts";
import { rootCertificate } from "./certificate.ts";

test("the root certificate of a swarm is one that OpenSSL accepts", () => {
  const now = Date.UTC(2026, 10, 24, 2, 51, 0);
  const { trustRoot, issuerPublicKey } = rootCertificate(Random.seeded(5), now);
  const certificate = new X509Certificate(trustRoot);
  expect(certificate.subject).toBe("CN=swarm-ca");
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.ca).toBe(true);
  expect(certificate.validFrom).toBe("Nov 24 02:46:00 2026 GMT");
  expect(certificate.validTo).toBe("Nov 19 02:46:00 2046 GMT");
  expect(certificate.publicKey.export({ type: "spki", format: "der" }).toString("base64")).toBe(issuerPublicKey);
});

test("the same seed gives the same certificate", () => {
  const one = rootCertificate(Random.seeded(5), 0);
  expect(rootCertificate(Random.seeded(5), 0)).toEqual(one);
  expect(rootCertificate(Random.seeded(6), 0)).not.toEqual(one);
});
