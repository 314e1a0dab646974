import { expect, test } from "vitest";
import { specTemplateError } from "./spec-template.ts";

test.each([
  "{{.Node.Hostname}}",
  "{{.Service.Name}}-{{.Task.Slot}}",
  '{{index .Service.Labels "a"}}',
  "{{if .Node.ID}}x{{end}}",
  '{{ .Node.Hostname | printf "%q" }}',
  "{{.Service}}",
  "sin plantilla }",
])("%s can be filled in", (text) => {
  expect(specTemplateError(text)).toBeUndefined();
});

/** As a real manager answered. */
test.each([
  [
    "{{.Nope}}",
    `template: expansion:1:2: executing "expansion" at <.Nope>: can't evaluate field Nope in type *template.Context`,
  ],
  [
    "a{{ .Task.Nope }}b",
    `template: expansion:1:9: executing "expansion" at <.Task.Nope>: can't evaluate field Nope in type struct { ID string; Name string; Slot string }`,
  ],
  [
    "{{.Node.Platform.Nope}}",
    `template: expansion:1:7: executing "expansion" at <.Node.Platform.Nope>: can't evaluate field Nope in type template.Platform`,
  ],
  [
    "{{.Task.Slot}}-{{.Nope}}",
    `template: expansion:1:17: executing "expansion" at <.Nope>: can't evaluate field Nope in type *template.Context`,
  ],
  [
    '{{index .Node.Labels "a"}}',
    `template: expansion:1:13: executing "expansion" at <.Node.Labels>: can't evaluate field Labels in type struct { ID string; Hostname string; Platform template.Platform }`,
  ],
  [
    "{{.Service.Labels.x}}",
    `template: expansion:1:10: executing "expansion" at <.Service.Labels.x>: map has no entry for key "x"`,
  ],
  ["{{Nope}}", `template: expansion:1: function "Nope" not defined`],
  ['{{env "A"}}', `template: expansion:1: function "env" not defined`],
  ["{{}}", "template: expansion:1: missing value for command"],
  ["{{.Node.Hostname", "template: expansion:1: unclosed action"],
  ["{{.Node.Hostname}", "template: expansion:1: bad character U+007D '}'"],
])("%s cannot", (text, why) => {
  expect(specTemplateError(text)).toBe(why);
});
