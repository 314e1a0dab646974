import type { SearchResult } from "../../engine/engine.ts";
import { invalid } from "../../engine/errors.ts";
import { isTrue } from "../../engine/image/filter.ts";
import { type Command, exactArgs } from "../command.ts";
import { filterValues } from "../filters.ts";
import { ellipsis } from "../format/display-width.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { languageOf } from "../not-simulated.ts";

/** What the daemon asks of the Hub at most (moby, registry/search.go). */
const MOST_RESULTS = 100;
const DESCRIPTION_COLUMNS = 45;

/** What is not known of a repository is left blank: the playground does not ask Docker Hub. */
const NOTE = {
  es: "Este laboratorio no pregunta a Docker Hub: lista solo los repositorios que conoce, sin descripción ni estrellas.",
  en: "This playground does not ask Docker Hub: it lists only the repositories it knows, without description or stars.",
} as const;

/** `cli/command/registry/formatter_search.go`. */
function searchFormat(full: boolean): ListFormat<SearchResult> {
  return {
    type: "*registry.searchContext",
    columns: {
      Name: { header: "NAME", value: ({ name }) => name },
      Description: {
        header: "DESCRIPTION",
        value: ({ description }) => (full ? description : ellipsis(description, DESCRIPTION_COLUMNS)),
      },
      StarCount: { header: "STARS", value: () => "" },
      IsOfficial: { header: "OFFICIAL", value: ({ official }) => (official ? "[OK]" : "") },
    },
    table: "table {{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}",
  };
}

export const command: Command = {
  path: "search",
  args: exactArgs(1),
  async run({ engine, flags, args, out, err, process }) {
    const limit = flags.int("limit");
    if (limit < 0 || limit > MOST_RESULTS) throw invalid(`limit ${limit} is outside the range of [1, ${MOST_RESULTS}]`);
    const filters = filterValues(flags.list("filter"));
    const strange = Object.keys(filters).find((key) => !["is-automated", "is-official", "stars"].includes(key));
    if (strange !== undefined) throw invalid(`invalid filter '${strange}'`);
    const stars = filters.stars?.find((value) => !/^[+-]?\d+$/.test(value));
    if (stars !== undefined)
      throw invalid(`invalid filter 'stars=${stars}': strconv.Atoi: parsing ${JSON.stringify(stars)}: invalid syntax`);
    const asked = filters["is-official"];
    const official = asked && isTrue("is-official", asked);
    const found = (await engine.ports.registries.search(args[0] ?? ""))
      .filter((result) => official === undefined || result.official === official)
      .slice(0, limit || 25);
    await out(formatList(searchFormat(flags.bool("no-trunc")), found, { format: flags.string("format") }));
    await err(`${NOTE[languageOf(process.env)]}\n`);
    return 0;
  },
};
