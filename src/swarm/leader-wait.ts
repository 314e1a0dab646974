import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import { fabricOf, type Membership, membershipOf } from "./fabric.ts";
import { hasLeader, hasQuorum } from "./leadership.ts";
import { ELECTION_MS, LOST_QUORUM_MS, REQUEST_TIMEOUT_MS, STEPS_DOWN_MS } from "./raft-times.ts";

const DEADLINE = "rpc error: code = DeadlineExceeded desc = context deadline exceeded";

/**
 * Waits as a manager does that is asked about its swarm and does not know who leads: for the end of an election, or for as
 * long as dockerd gives it; and one that is asked for a change, though too few others are there, until it has noticed that
 * (swarmkit, manager/state/raft, LeaderConn; recorded).
 * @throws EngineError when nobody was elected in that time
 */
export async function untilLed(engine: Engine, changes: boolean): Promise<void> {
  const { clock } = engine;
  const start = clock.now();
  const deadline = start + REQUEST_TIMEOUT_MS;
  for (;;) {
    const membership = membershipOf(engine);
    if (membership?.node.role !== "manager" || engine.state.stopped) return;
    const { cluster } = membership;
    if (hasLeader(engine, cluster)) {
      if (changes && !hasQuorum(engine, cluster)) await untilNoticed(engine, membership);
      return;
    }
    // Whether it is worth the wait is asked only once.
    if (!isElecting(engine, membership) && start >= leaderlessSince(membership, start) + LOST_QUORUM_MS) return;
    if (clock.now() >= deadline) throw new EngineError(500, DEADLINE);
    await Promise.race([fabricOf(engine).change(), clock.sleep(deadline - clock.now())]);
  }
}

const isElecting = (engine: Engine, { cluster }: Membership) =>
  cluster.electionAt !== undefined && hasQuorum(engine, cluster);

/** Until just before a leader whose majority is gone steps down: then its answer comes. */
async function untilNoticed({ clock }: Engine, { cluster: { lostLeader } }: Membership): Promise<void> {
  if (lostLeader) await clock.sleep(Math.max(0, lostLeader.at + STEPS_DOWN_MS - 10 - clock.now()));
}

/** Since when a manager knows of no leader, ms. */
function leaderlessSince({ cluster, node }: Membership, now: number): number {
  const { lostLeader } = cluster;
  const noticed = lostLeader?.id === node.id ? STEPS_DOWN_MS : ELECTION_MS;
  // The others go on with one of theirs: it is this one that was cut off.
  if (cluster.leader !== undefined) return (node.lostAt ?? now) + noticed;
  return lostLeader ? lostLeader.at + noticed : Number.NEGATIVE_INFINITY;
}
