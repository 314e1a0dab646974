/** What `select` shows: numbered items, in columns when there are many. */
export function menu(items: readonly string[], columns: number): string {
  const digits = String(items.length).length;
  const width = Math.max(...items.map((item) => item.length)) + digits + 2;
  const across = Math.max(1, Math.floor(columns / (width + 2)));
  const rows = items.length <= 10 || across === 1 ? items.length : Math.ceil(items.length / across);
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells: string[] = [];
    for (let i = row; i < items.length; i += rows) cells.push(`${String(i + 1).padStart(digits)}) ${items[i]}`);
    return cells.map((cell, i) => (i < cells.length - 1 ? cell.padEnd(width + 2) : cell)).join("");
  });
  return `${lines.join("\n")}\n`;
}
