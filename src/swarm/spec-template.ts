/** The structures a template of a service's specification may name (swarmkit, template/context.go), as Go prints their types. */
interface Shape {
  readonly type: string;
  readonly fields: Readonly<Record<string, Shape | "text" | "labels">>;
}

const PLATFORM: Shape = { type: "template.Platform", fields: { Architecture: "text", OS: "text" } };

const CONTEXT: Shape = {
  type: "*template.Context",
  fields: {
    Service: {
      type: "struct { ID string; Name string; Labels map[string]string }",
      fields: { ID: "text", Name: "text", Labels: "labels" },
    },
    Node: {
      type: "struct { ID string; Hostname string; Platform template.Platform }",
      fields: { ID: "text", Hostname: "text", Platform: PLATFORM },
    },
    Task: {
      type: "struct { ID string; Name string; Slot string }",
      fields: { ID: "text", Name: "text", Slot: "text" },
    },
  },
};

/** What the language itself has; nothing else may be called. */
const FUNCTIONS = new Set(
  "and break call continue define else end eq false ge gt html if index js le len lt ne nil not or print printf println range slice template true urlquery with".split(
    " ",
  ),
);

/**
 * What is wrong with a template (`{{.Node.Hostname}}`) in a service's specification, in text/template's words; undefined
 * when nothing is. The managers try each before they take a service (swarmkit, controlapi/service.go, validateContainerSpec).
 * @param labels the service's, by which `.Service.Labels.x` is looked up
 */
export function specTemplateError(text: string, labels: Readonly<Record<string, string>> = {}): string | undefined {
  for (let at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", at + 2)) {
    const end = text.indexOf("}}", at);
    if (end < 0) return `template: expansion:1: ${unclosed(text.slice(at + 2))}`;
    const action = text.slice(at + 2, end);
    if (action.trim() === "") return "template: expansion:1: missing value for command";
    const unknown = unknownFunction(action);
    if (unknown !== undefined) return `template: expansion:1: function "${unknown}" not defined`;
    const wrong = wrongField(action, at + 2, labels);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** A lone brace is a character that no action has. */
const unclosed = (rest: string) => (rest.includes("}") ? "bad character U+007D '}'" : "unclosed action");

/** Strings hold anything: they are blanked, so that columns stay. */
const withoutStrings = (action: string) =>
  action.replace(/"(?:\\.|[^"\\])*"|`[^`]*`/g, (whole) => `"${" ".repeat(whole.length - 2)}"`);

function unknownFunction(action: string): string | undefined {
  for (const [, word = ""] of withoutStrings(action).matchAll(/(?<![.$\w])([A-Za-z_]\w*)/g))
    if (!FUNCTIONS.has(word)) return word;
  return undefined;
}

function wrongField(action: string, start: number, labels: Readonly<Record<string, string>>): string | undefined {
  for (const match of withoutStrings(action).matchAll(/(?<![\w.)$])((?:\.[A-Za-z_]\w*)+)/g)) {
    const [chain] = match;
    const names = chain.split(".").slice(1);
    // The place of a chain is its second point, when it has one.
    const column = start + match.index + (names.length > 1 ? (names[0]?.length ?? 0) + 1 : 0);
    const wrong = lookUp(names, labels);
    if (wrong !== undefined) return `template: expansion:1:${column}: executing "expansion" at <${chain}>: ${wrong}`;
  }
  return undefined;
}

function lookUp(names: readonly string[], labels: Readonly<Record<string, string>>): string | undefined {
  let here: Shape | "text" | "labels" = CONTEXT;
  for (const name of names) {
    if (here === "text") return `can't evaluate field ${name} in type string`;
    if (here === "labels") {
      if (labels[name] === undefined) return `map has no entry for key "${name}"`;
      here = "text";
      continue;
    }
    const next: Shape | "text" | "labels" | undefined = here.fields[name];
    if (next === undefined) return `can't evaluate field ${name} in type ${here.type}`;
    here = next;
  }
  return undefined;
}
