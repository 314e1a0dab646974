import type { HostConfig } from "./container.ts";

/** What Docker leaves to root in a container unless told (moby, daemon/pkg/oci/caps/defaults.go, DefaultCapabilities). */
const DEFAULTS: ReadonlySet<string> = new Set(
  (
    "CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL " +
    "AUDIT_WRITE"
  ).split(" "),
);

/** What root may do in a container, by the names of capabilities without CAP_ (the same, caps/utils.go, TweakCapabilities). */
export function capabilitiesOf({ Privileged, CapAdd, CapDrop }: HostConfig): { has(name: string): boolean } {
  const names = (list: readonly string[] | null) => (list ?? []).map((name) => name.toUpperCase().replace(/^CAP_/, ""));
  const [added, dropped] = [names(CapAdd), names(CapDrop)];
  return {
    has: (name) => {
      if (Privileged) return true;
      if (added.includes("ALL")) return !dropped.includes(name);
      const isKept = DEFAULTS.has(name) && !dropped.includes("ALL") && !dropped.includes(name);
      return isKept || added.includes(name);
    },
  };
}
