import { isIPv6 } from "./socket-table.ts";

/**
 * The addresses of a name as getaddrinfo gives them: those that cannot be reached last, then by RFC 6724's table. glibc's
 * puts every IPv6 address before IPv4; musl's puts unique local ones (fc00::/7) after it (musl, src/network/lookup_name.c,
 * defpolicy; glibc, sysdeps/posix/getaddrinfo.c, default_precedence).
 * @param has6 whether the machine has an IPv6 address to call from
 */
export function inOrder(addresses: readonly string[], musl: boolean, has6: boolean): string[] {
  const precedence = (address: string): number => {
    if (!isIPv6(address)) return 1;
    if (!has6 && address !== "::1") return 0;
    return musl && /^f[cd]/i.test(address) ? 0 : 2;
  };
  return [...addresses].sort((a, b) => precedence(b) - precedence(a));
}
