/** The computer under every host of the lab, as the recordings show it (`docker info`). */
export const HARDWARE = {
  kernel: "6.18.44-fc-v769",
  kernelBuild: "#1 SMP PREEMPT_DYNAMIC",
  architecture: "x86_64",
  cpus: 2,
  cpuModel: "Virtual CPU",
  cpuMHz: 2500,
  /** 23.54GiB */
  memory: 24_683_520 * 1024,
  /** The disk, bytes. */
  disk: 50 * 1024 ** 3,
} as const;
