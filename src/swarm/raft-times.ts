/** Raft waits ten ticks of a second for a leader's sign, and a chance bit more, before somebody stands for election. */
export const ELECTION_MS = 10_000;
export const ELECTION_SPREAD_MS = 4000;
/** …but between managers that have just met again, a vote is quick. */
export const QUICK_ELECTION_MS = 1500;

/** A leader looks every ten ticks whether more than half of the managers have spoken since: it steps down at the second look. */
export const STEPS_DOWN_MS = 15_000;

/** So long a manager without a leader keeps whoever asks waiting; later it says at once that there is none (swarmkit, manager/state/raft, lostQuorumTimeout). */
export const LOST_QUORUM_MS = 10_000;

/** So long dockerd waits for an answer of the swarm's (moby, daemon/cluster/cluster.go, swarmRequestTimeout). */
export const REQUEST_TIMEOUT_MS = 20_000;
