import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { Random } from "../../kernel/random.ts";
import { certify, isSignedBy } from "./certificates.ts";

const NOW = Date.UTC(2026, 10, 24, 9, 0, 0);
const random = Random.seeded(3);
const authority = certify(random, NOW, { organization: "root" });

test("an authority signs itself, and others", () => {
  const ca = new X509Certificate(authority.certificate);
  expect(ca.ca).toBe(true);
  expect(ca.subject).toBe("O=root");
  expect(ca.verify(ca.publicKey)).toBe(true);
  const server = new X509Certificate(
    certify(random, NOW, { organization: "root.platzi-00", addresses: ["192.168.99.103", "localhost"], authority })
      .certificate,
  );
  expect(server.checkIssued(ca)).toBe(true);
  expect(server.verify(ca.publicKey)).toBe(true);
  expect(server.subject).toBe("O=root.platzi-00");
  expect(server.checkIP("192.168.99.103")).toBe("192.168.99.103");
  expect(server.ca).toBe(false);
  expect(new Date(server.validTo).getTime() - new Date(server.validFrom).getTime()).toBe(1080 * 86_400_000);
});

test("a key file is one that others read", async () => {
  const { createPrivateKey } = await import("node:crypto");
  const pair = certify(random, NOW, { organization: "root.<bootstrap>", authority });
  expect(new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
});

test("a certificate is told from that of another authority", () => {
  const other = certify(random, NOW, { organization: "root" });
  const client = certify(random, NOW, { organization: "root.<bootstrap>", authority });
  expect(isSignedBy(client.certificate, authority.certificate)).toBe(true);
  expect(isSignedBy(client.certificate, other.certificate)).toBe(false);
  expect(isSignedBy("", authority.certificate)).toBe(false);
  expect(() => certify(random, NOW, { organization: "x", authority: { certificate: "", key: "" } })).toThrow(
    RangeError,
  );
});
