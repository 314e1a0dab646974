/** The API's time as Go prints it: "2026-11-24 03:28:10.280532985 +0000 UTC". */
export function goTime(timestamp: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)Z$/.exec(timestamp);
  return match ? `${match[1]} ${match[2]} +0000 UTC` : timestamp;
}
