/**
 * Writes texts one after another, but for a blank line at the end of the last: what comes after a build follows it
 * without one.
 */
export function holdBlank(write: (text: string) => void): (text: string) => void {
  let held = "";
  return (text) => {
    const whole = held + text;
    held = whole.endsWith("\n\n") ? "\n" : "";
    write(held === "" ? whole : whole.slice(0, -1));
  };
}
