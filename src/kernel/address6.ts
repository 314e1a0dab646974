/** `FD00::0:1` as the kernel prints it, `fd00::1` (RFC 5952); what is no IPv6 address stays as it is. */
export function canonicalAddress6(text: string): string {
  try {
    return new URL(`http://[${text}]/`).hostname.slice(1, -1);
  } catch {
    return text;
  }
}

/** The address a card gives itself for its own link: of its MAC address (RFC 4291, modified EUI-64). */
export function linkLocalAddress(mac: string): string {
  const [first = "00", ...rest] = mac.split(":");
  const octets = [(Number.parseInt(first, 16) ^ 2).toString(16).padStart(2, "0"), ...rest];
  octets.splice(3, 0, "ff", "fe");
  const groups = [0, 2, 4, 6].map((at) => `${octets[at]}${octets[at + 1]}`);
  return canonicalAddress6(`fe80::${groups.join(":")}`);
}

/** The eight groups of an IPv6 address, what `::` stands for among them. */
export function groupsOf(address: string): string[] {
  const [first = "", last] = address.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [before, after] = [groups(first), groups(last ?? "")];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => "0"), ...after];
}

/** The first address of an IPv6 block whose prefix is of whole groups, as Docker's of 64 bits are. */
export function networkOf6(address: string, prefix: number): string {
  return canonicalAddress6(
    groupsOf(address)
      .map((group, i) => (i < prefix / 16 ? group : "0"))
      .join(":"),
  );
}
