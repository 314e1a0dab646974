/** A number of bytes as apt writes it (SizeToStr): `436 k`, `21.3 M`; the B is the sentence's. */
export function sizeText(bytes: number): string {
  let value = bytes;
  for (const unit of ["", "k", "M", "G", "T"]) {
    if (value < 100 && unit !== "") return `${value.toFixed(1)} ${unit}`;
    if (value < 10_000) return `${value.toFixed(0)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(0)} P`;
}

/** Names in lines of a terminal's width, two columns in. @param columns 80 without a terminal */
export function nameList(names: readonly string[], columns = 80): string {
  const lines: string[] = [];
  let line = "";
  for (const name of names) {
    if (line !== "" && line.length - 2 + name.length > columns - 3) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? `  ${name}` : `${line} ${name}`;
  }
  if (line !== "") lines.push(line);
  return lines.map((text) => `${text}\n`).join("");
}

/** Names in columns, as apt 3 lists them. */
export function nameColumns(names: readonly string[], columns = 80): string {
  const width = Math.max(1, ...names.map((name) => name.length)) + 2;
  const across = Math.max(1, Math.floor((columns - 2) / width));
  const down = Math.ceil(names.length / across);
  return Array.from({ length: down }, (_, row) => {
    const cells = names.filter((_name, index) => index % down === row);
    return `  ${cells.map((name) => name.padEnd(width)).join("")}`.trimEnd();
  })
    .map((line) => `${line}\n`)
    .join("");
}
