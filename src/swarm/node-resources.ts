/** Resources of a lab's host, as `docker node inspect` shows them and the scheduler counts with them. */
export const NODE_RESOURCES = { NanoCPUs: 2_000_000_000, MemoryBytes: 25_277_353_984 };
