import { isList, isMap, type YamlValue } from "./yaml/yaml-value.ts";

/** A variable that files use, as `docker compose config --variables` lists it. */
export interface TemplateVariable {
  readonly name: string;
  readonly required: boolean;
  readonly defaultValue: string;
  readonly alternateValue: string;
}

/** The variables in every text of a tree, by name. */
export function templateVariables(tree: YamlValue): Map<string, TemplateVariable> {
  const found = new Map<string, TemplateVariable>();
  const visit = (value: YamlValue): void => {
    if (isMap(value)) Object.values(value).forEach(visit);
    else if (isList(value)) value.forEach(visit);
    else if (typeof value === "string") for (const variable of variablesIn(value)) found.set(variable.name, variable);
  };
  visit(tree);
  return found;
}

function variablesIn(text: string): TemplateVariable[] {
  const pattern = /\$(?:\$|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)(?:(:?[-?+])((?:\$\{[^}]*\}|[^}])*))?\})/gi;
  return [...text.matchAll(pattern)].flatMap(([, bare, braced, operator = "", argument = ""]) => {
    const name = bare ?? braced;
    if (name === undefined) return [];
    const kind = operator.slice(-1);
    return [
      {
        name,
        required: kind === "?",
        defaultValue: kind === "-" ? argument : "",
        alternateValue: kind === "+" ? argument : "",
      },
    ];
  });
}
