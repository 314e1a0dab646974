import { describe, expect, test } from "vitest";
import { formatList, type ListFormat } from "./list.ts";
import { alignColumns } from "./tab-writer.ts";

interface Network {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly labels: Readonly<Record<string, string>>;
}

const NETWORKS: ListFormat<Network> = {
  type: "*formatter.networkContext",
  table: "table {{.ID}}\t{{.Name}}\t{{.Driver}}",
  columns: {
    ID: { header: "NETWORK ID", value: ({ id }) => id },
    Name: { header: "NAME", value: ({ name }) => name },
    Driver: { header: "DRIVER", value: ({ driver }) => driver },
    Label: {
      header: "",
      value:
        ({ labels }) =>
        (name: string) =>
          labels[name] ?? "",
    },
  },
};

const ROWS: readonly Network[] = [
  { id: "fb6cb6c0ec67", name: "bridge", driver: "bridge", labels: {} },
  { id: "ce8b0e8f6f79", name: "una-red-con-nombre", driver: "", labels: { "com.curso.tier-one": "a>b" } },
];

const list = (format: string, quiet = false, rows = ROWS) => formatList(NETWORKS, rows, { format, quiet });

test("the table: ten columns at least, three between, the last one as it is", () => {
  expect(list("")).toBe(
    [
      "NETWORK ID     NAME                 DRIVER",
      "fb6cb6c0ec67   bridge               bridge",
      "ce8b0e8f6f79   una-red-con-nombre   ",
      "",
    ].join("\n"),
  );
  expect(list("table", false, [])).toBe("NETWORK ID   NAME      DRIVER\n");
});

test("-q, a template, a table of one's own, JSON", () => {
  expect(list("", true)).toBe("fb6cb6c0ec67\nce8b0e8f6f79\n");
  expect(list("{{.Name}}\\t{{.Driver | upper}}")).toBe("bridge\tBRIDGE\nuna-red-con-nombre\t\n");
  expect(list('table {{upper .Driver}}\\t{{.Label "com.curso.tier-one"}}\\t{{.Nombre}}', false, [])).toBe(
    "DRIVER    tier one   <no value>\n",
  );
  expect(list('{{.Label "com.curso.tier-one"}}', false, ROWS.slice(1))).toBe("a>b\n");
  expect(list("json", false, ROWS.slice(0, 1))).toBe('{"Driver":"bridge","ID":"fb6cb6c0ec67","Name":"bridge"}\n');
});

test("the whole row as JSON has no header over it", () => {
  expect(list("table {{json .}}", false, ROWS.slice(0, 1))).toBe(
    '\n{"Driver":"bridge","ID":"fb6cb6c0ec67","Name":"bridge"}\n',
  );
  expect(list("table {{json .Name}}", false, [])).toBe("NAME\n");
});

test("templates that fail", () => {
  expect(() => list("{{.Label}}")).toThrow(
    'template parsing error: template: :1:2: executing "" at <.Label>: wrong number of args for Label: want 1 got 0',
  );
  expect(() => list("{{.Nope}}")).toThrow(
    'template parsing error: template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type *formatter.networkContext',
  );
  expect(() => list("{{.Name}} {{.Nope}}")).toThrow("can't evaluate field Nope in type *formatter.networkContext");
  expect(() => list("{{.Name.Nope}}")).toThrow(
    'template: :1:7: executing "" at <.Name.Nope>: can\'t evaluate field Nope in type string',
  );
  expect(() => list("{{.Name")).toThrow("template parsing error: template: :1: unclosed action");
  expect(list("{{.Nope}}", false, [])).toBe("");
});

test("docker ps tries a template before it has rows", () => {
  const checked = { ...NETWORKS, checked: true };
  const format = (text: string) => formatList(checked, [], { format: text });
  expect(() => format("{{.Nope}}")).toThrow(
    'failed to execute template: template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type *formatter.networkContext',
  );
  expect(() => format("{{.Name")).toThrow("failed to parse template: template: :1: unclosed action");
  expect(format('table {{.Name}}\t{{.Label "x"}}')).toBe("NAME      x\n");
  expect(format("json")).toBe("");
});

describe("columns", () => {
  test("are as wide as the lines that have them, in a row", () => {
    expect(alignColumns("a\tb\nlonger than ten\tb\n\nx\ty")).toBe(
      "a                 b\nlonger than ten   b\n\nx         y",
    );
  });

  test("wide characters take two", () => {
    expect(alignColumns("鲸鲸鲸鲸\tb\nabcdefgh\tb")).toBe("鲸鲸鲸鲸   b\nabcdefgh   b");
  });
});
