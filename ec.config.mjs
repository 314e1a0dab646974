import { createAstroRenderer, defineEcConfig } from "astro-expressive-code";
import { codeBlockPlugin } from "./src/components/code/code-block-plugin.ts";
import { dayTheme, nightTheme } from "./src/components/code/code-themes.ts";

export default defineEcConfig({
  themes: [nightTheme, dayTheme],
  plugins: [codeBlockPlugin()],
  frames: false,
  defaultProps: { wrap: false },
  getBlockLocale: ({ file }) => (/[\\/]content[\\/]en[\\/]/.test(file.path ?? "") ? "en" : "es"),
  // Its stylesheet and script would ride in the page's body; src/styles/code.css and code-buttons.ts do their work.
  customCreateAstroRenderer: async (options) => {
    const renderer = await createAstroRenderer(options);
    renderer.hashedStyles.length = 0;
    renderer.hashedScripts.length = 0;
    return renderer;
  },
});
