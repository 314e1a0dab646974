import type { ExpressiveCodePlugin } from "astro-expressive-code";
import { ExpressiveCodeAnnotation } from "astro-expressive-code";
import { addClassName, h } from "astro-expressive-code/hast";
import { readSession } from "../../course/console-session.ts";
import { labelsIn } from "../../i18n/labels.ts";
import { localeOfParam } from "../../i18n/locales.ts";

const longestName = 60;

/** Marks the prompt, so that it is neither selected nor read as part of the command. */
class PromptAnnotation extends ExpressiveCodeAnnotation {
  override render({ nodesToTransform }: Parameters<ExpressiveCodeAnnotation["render"]>[0]) {
    return nodesToTransform.map((node) => h("span.code-prompt", node));
  }
}

/** How a button names the commands it acts on: the first one, shortened, and how many follow. */
function nameCommands(commands: readonly string[]) {
  const first = commands[0]?.split("\n")[0] ?? "";
  return {
    command: first.length > longestName ? `${first.slice(0, longestName - 1)}…` : first,
    more: commands.length - 1,
  };
}

/**
 * Gives every code block a bar with **Copy**, and a `console` block **Run** too.
 * The buttons carry what they act on (`data-copy`, `data-commands`, `data-host`, `data-inside`); `code-buttons.ts` listens.
 * A fence may name the host its commands belong to: ` ```console host=worker1 `.
 */
export function codeBlockPlugin(): ExpressiveCodePlugin {
  return {
    name: "darsena-code-block",
    hooks: {
      annotateCode: ({ codeBlock }) => {
        if (codeBlock.language !== "console") return;
        const { lines } = readSession(codeBlock.code);
        for (const [index, line] of codeBlock.getLines().entries()) {
          const promptLength = lines[index]?.promptLength ?? 0;
          if (promptLength === 0) continue;
          const inlineRange = { columnStart: 0, columnEnd: Math.min(promptLength, line.text.length) };
          line.addAnnotation(new PromptAnnotation({ inlineRange, renderPhase: "latest" }));
        }
      },
      postprocessRenderedLine: ({ codeBlock, lineIndex, renderData }) => {
        if (codeBlock.language !== "console") return;
        const kind = readSession(codeBlock.code).lines[lineIndex]?.kind ?? "output";
        addClassName(renderData.lineAst, kind === "output" ? "code-output" : "code-command");
      },
      postprocessRenderedBlock: ({ codeBlock, locale, renderData }) => {
        const label = labelsIn(localeOfParam(locale));
        const isConsole = codeBlock.language === "console";
        const { commands, inside } = isConsole ? readSession(codeBlock.code) : { commands: [], inside: false };
        const host = codeBlock.metaOptions.getString("host");
        const title =
          codeBlock.metaOptions.getString("title") ??
          (isConsole ? (host ?? label("code.console")) : codeBlock.language);
        const names = nameCommands(commands);
        const many = commands.length > 1;

        const buttons = [];
        if (!isConsole || commands.length > 0) {
          const name = isConsole
            ? label(many ? "code.copyCommands" : "code.copyCommand", names)
            : label("code.copyCode");
          const text = isConsole ? commands.join("\n") : codeBlock.code;
          buttons.push(
            h("button.code-button.code-copy", { type: "button", ariaLabel: name, dataCopy: text }, label("code.copy")),
          );
        }
        if (commands.length > 0) {
          const name = label(many ? "code.runCommands" : "code.runCommand", names);
          const data = {
            dataCommands: JSON.stringify(commands),
            ...(host ? { dataHost: host } : {}),
            ...(inside ? { dataInside: "" } : {}),
          };
          buttons.push(
            h("button.code-button.code-run", { type: "button", ariaLabel: name, ...data }, label("code.run")),
          );
        }

        const pre = renderData.blockAst;
        pre.properties.tabIndex = 0;
        // A search for a word finds the chapter about it before one whose outputs repeat it.
        pre.properties.dataPagefindWeight = "0.2";
        renderData.blockAst = h("div.code-block", { dataLanguage: codeBlock.language }, [
          h("div.code-bar", { dataPagefindIgnore: "" }, [
            h("span.code-title", title === "plaintext" ? "" : title),
            h("div.code-buttons", buttons),
          ]),
          pre,
        ]);
      },
    },
  };
}
