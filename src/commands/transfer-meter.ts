const UNITS = " KMGT";

/** ` 123 ` or `9766KB`: four digits and a unit, as OpenSSH's progress meter counts bytes. */
function sizeText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  for (; value >= 10_000 && unit < UNITS.length - 1; unit++) value = Math.floor((value + 512) / 1024);
  return `${String(value).padStart(4)}${UNITS.charAt(unit)}${unit > 0 ? "B" : " "}`;
}

/** `  1.5KB`: never in single bytes. */
function rateText(bytesPerSecond: number): string {
  let [value, unit] = [Math.floor(bytesPerSecond) * 100, 0];
  for (; value >= 100_000 && unit < UNITS.length - 1; unit++) value = Math.floor((value + 512) / 1024);
  if (unit === 0) {
    unit++;
    value = Math.floor((value + 512) / 1024);
  }
  return `${String(Math.floor(value / 100)).padStart(3)}.${Math.floor((value + 5) / 10) % 10}${UNITS.charAt(unit)}B`;
}

/** The line that OpenSSH's scp leaves of a file that has come through (progressmeter.c). */
export function transferLine(name: string, bytes: number, ms: number, columns: number): string {
  const width = Math.max(0, columns - 35);
  const seconds = Math.floor(ms / 1000);
  const clock = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  const rate = ms > 0 ? (bytes * 1000) / ms : bytes;
  return `\r${name.slice(0, width).padEnd(width)} 100% ${sizeText(bytes)} ${rateText(rate)}/s   ${clock}    \n`;
}
