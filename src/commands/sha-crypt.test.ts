import { describe, expect, it } from "vitest";
import { passwordMatches, shaCrypt } from "./sha-crypt.ts";

describe("SHA-crypt", () => {
  // What `openssl passwd -5` printed.
  it.each([
    ["Hello world!", "saltstring", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"],
    ["ballena", "abcdefgh", "$5$abcdefgh$yAD9v1E3bWANLii90U.ckMTsbIOFQ1thDoR92rNEp89"],
  ])("gives what crypt(3) gives for %s", (password, salt, entry) => {
    expect(shaCrypt(password, salt)).toBe(entry);
  });

  it("knows a password again, and no other", () => {
    const entry = shaCrypt("ballena", "abcdefgh");
    expect(passwordMatches("ballena", entry)).toBe(true);
    expect(passwordMatches("Ballena", entry)).toBe(false);
    expect(passwordMatches("", "!")).toBe(false);
  });
});
