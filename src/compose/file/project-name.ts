import { quote } from "../../engine/go-quote.ts";
import { ComposeError } from "../compose-error.ts";
import { RepeatedKeys, readYaml, type YamlDocument, YamlSyntaxError } from "./yaml/read-yaml.ts";
import { isList, isMap, scalarText, type YamlValue } from "./yaml/yaml-value.ts";

/** What a name or a folder gives as a project's name: its lower case letters, digits, `-` and `_`, no mark first. */
export function normalProjectName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}

/** @throws ComposeError for a name that somebody gave and Docker cannot take */
export function checkProjectName(name: string): string {
  if (normalProjectName(name) === name) return name;
  throw new ComposeError(
    `invalid project name ${quote(name)}: must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number`,
  );
}

/** The names that the documents of a file give their project; of a file that cannot be read none. */
export function namesIn(text: string): string[] {
  try {
    return readYaml(text).flatMap(({ value }) => nameOf(value) ?? []);
  } catch (error) {
    if (error instanceof ComposeError) return [];
    throw error;
  }
}

/**
 * Compose looks for a name in its files before it reads them as a project, up to the first that has one, and this is
 * where it finds out that one is no YAML or no mapping (compose-go, `cli.ProjectOptions.prepare`).
 * @throws ComposeError
 */
export function checkNamed(files: readonly { readonly text: string }[]): void {
  for (const { text } of files) {
    const document = firstDocument(text);
    if (document === undefined) continue;
    const { value, line } = document;
    if (value !== null && !isMap(value))
      throw new ComposeError(
        `yaml: unmarshal errors:\n  line ${line}: cannot unmarshal ${tagged(value)} into cli.named`,
      );
    if (nameOf(value) !== undefined) return;
  }
}

function firstDocument(text: string): YamlDocument | undefined {
  try {
    return readYaml(text)[0];
  } catch (error) {
    if (error instanceof YamlSyntaxError || (error instanceof RepeatedKeys && error.atTop)) throw error;
    if (error instanceof ComposeError) return undefined;
    throw error;
  }
}

function nameOf(value: YamlValue): string | undefined {
  return isMap(value) && scalarText(value.name) !== "" ? scalarText(value.name) : undefined;
}

/** A value as yaml.v3 speaks of one that does not fit: "!!str `hola`". */
function tagged(value: YamlValue): string {
  if (isList(value)) return "!!seq";
  const text = scalarText(value);
  const tag =
    typeof value === "string"
      ? "!!str"
      : typeof value === "boolean"
        ? "!!bool"
        : Number.isInteger(value)
          ? "!!int"
          : "!!float";
  return `${tag} \`${text.length > 10 ? `${text.slice(0, 7)}...` : text}\``;
}
