/** What of a pipeline's configuration this playground runs: inputs over TCP, and standard output. */
interface Pipeline {
  readonly inputs: readonly { readonly port: number; readonly json: boolean }[];
  /** Whether events are shown on standard output. */
  readonly stdout: boolean;
  /** Plugins that are not played here. */
  readonly others: readonly string[];
}

/** Reads `input { tcp { port => 5959 codec => json } } output { stdout {} }`. @returns undefined for what is no configuration */
export function readPipeline(text: string): Pipeline | undefined {
  const tokens = text.match(/"[^"]*"|'[^']*'|=>|[{}[\],]|[^\s{}[\],"']+/g) ?? [];
  const inputs: { port: number; json: boolean }[] = [];
  const others: string[] = [];
  let stdout = false;
  let at = 0;
  /** The tokens between a brace and its other half. */
  const block = (): string[] | undefined => {
    if (tokens[at++] !== "{") return undefined;
    const begin = at;
    for (let depth = 1; at < tokens.length; at++) {
      if (tokens[at] === "{") depth++;
      else if (tokens[at] === "}" && --depth === 0) return tokens.slice(begin, at++);
    }
    return undefined;
  };
  while (at < tokens.length) {
    const section = tokens[at++] ?? "";
    if (!["input", "filter", "output"].includes(section)) return undefined;
    const body = block();
    if (!body) return undefined;
    for (let i = 0; i < body.length; ) {
      const plugin = body[i++] ?? "";
      if (body[i++] !== "{") return undefined;
      const begin = i;
      for (let depth = 1; depth > 0 && i < body.length; i++) depth += body[i] === "{" ? 1 : body[i] === "}" ? -1 : 0;
      const own = body.slice(begin, i - 1);
      const option = (name: string) => own[own.indexOf(name) + 2]?.replace(/^["']|["']$/g, "");
      if (section === "input" && plugin === "tcp" && own.includes("port"))
        inputs.push({
          port: Number(option("port")),
          json: own.includes("codec") && (option("codec") ?? "").startsWith("json"),
        });
      else if (section === "output" && plugin === "stdout") stdout = true;
      else others.push(`${section}.${plugin}`);
    }
  }
  return { inputs, stdout, others };
}
