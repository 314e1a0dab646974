/** Colours of code: a chart by day, a harbour by night. Scopes are TextMate's. */
interface CodePalette {
  readonly name: string;
  readonly type: "light" | "dark";
  readonly background: string;
  readonly text: string;
  readonly comment: string;
  readonly keyword: string;
  readonly string: string;
  readonly number: string;
  readonly callable: string;
}

function codeTheme(palette: CodePalette) {
  const rule = (foreground: string, scope: string[], fontStyle?: string) => ({
    scope,
    settings: fontStyle ? { foreground, fontStyle } : { foreground },
  });
  return {
    name: palette.name,
    type: palette.type,
    colors: { "editor.background": palette.background, "editor.foreground": palette.text },
    tokenColors: [
      rule(palette.comment, ["comment", "punctuation.definition.comment"], "italic"),
      rule(palette.keyword, [
        "keyword",
        "storage",
        "support.type.property-name",
        "entity.name.tag",
        "meta.property-name",
      ]),
      rule(palette.string, ["string", "markup.inline.raw"]),
      rule(palette.number, ["constant", "variable.language", "variable.parameter.function.language"]),
      rule(palette.callable, ["entity.name.function", "support.function", "entity.name.type", "entity.name.command"]),
      rule(palette.text, ["string.unquoted.argument", "string.unquoted.plain", "meta.embedded"]),
    ],
  };
}

export const nightTheme = codeTheme({
  name: "darsena-night",
  type: "dark",
  background: "#0a1c24",
  text: "#d5e2e3",
  comment: "#8fa6ab",
  keyword: "#f2b35b",
  string: "#9fd0a4",
  number: "#f0a08c",
  callable: "#8cc8e0",
});

export const dayTheme = codeTheme({
  name: "darsena-day",
  type: "light",
  background: "#fbfaf5",
  text: "#1b3038",
  comment: "#5a6b6e",
  keyword: "#8a4a08",
  string: "#2c6340",
  number: "#a1341f",
  callable: "#135a7a",
});
