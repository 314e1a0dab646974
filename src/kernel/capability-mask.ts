/** By number (Linux, include/uapi/linux/capability.h). */
const NAMES =
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE".split(
    " ",
  );

/** A set of capabilities as /proc shows it: sixteen hexadecimal digits. @param set all of them without it */
export function capabilityMask(set?: { has(name: string): boolean }): string {
  const bits = NAMES.reduce((mask, name, bit) => (!set || set.has(name) ? mask | (1n << BigInt(bit)) : mask), 0n);
  return bits.toString(16).padStart(16, "0");
}
