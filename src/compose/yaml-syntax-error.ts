import type { LineCounter, YAMLParseError } from "yaml";

/** go-yaml's words for a text that is no YAML. */
export function yamlSyntaxError(errors: readonly YAMLParseError[], _text: string, lines: LineCounter): string {
  const [first] = errors;
  const line = lines.linePos(first?.pos[0] ?? 0).line - 1;
  return `yaml: ${line > 0 ? `line ${line}: ` : ""}did not find expected key`;
}
