const SYMBOLS: readonly (readonly [symbol: string, states: readonly string[]])[] = [
  ["\u25b6", ["Running", "Partly running", "Deployed"]],
  ["\u25fc", ["Init", "Stopped", "Not running"]],
  ["\u2699", ["Starting", "Stopping", "Scaling", "Terminating", "Deploying", "Redeploying"]],
  ["!", ["Start failed", "Stopped with errors"]],
  ["\u2718", ["Terminated", "Removed"]],
  ["\u2753", ["Unreachable", "Unavailable"]],
];

/** A state with the sign that stands for it (dockercloudcli, utils.py, add_unicode_symbol_to_state). */
export function withSymbol(state: string): string {
  const found = SYMBOLS.find(([, states]) => states.includes(state));
  return found ? `${found[0]} ${state}` : state;
}
