import { grammarFault } from "./yaml-grammar.ts";
import { scanYaml } from "./yaml-scanner.ts";
import type { YamlFault } from "./yaml-tokens.ts";

/**
 * What go-yaml says of a text that is no YAML: "yaml: line 3: mapping values are not allowed in this context". Undefined
 * when it finds nothing. Its lines are those of yaml.v3: where a scanner stops it counts from one, where a parser stops it
 * counts from zero and names the beginning of what it could not finish (recording 13).
 */
export function yamlSyntaxError(text: string): string | undefined {
  const { tokens, fault } = scanYaml(text);
  const found = grammarFault(tokens) ?? fault;
  return found && `yaml: ${place(found)}${found.message}`;
}

function place({ source, context, problem }: YamlFault): string {
  const line = context.line || problem.line;
  if (line === 0) return "";
  return `line ${source === "scanner" ? line + 1 : line}: `;
}
