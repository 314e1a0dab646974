import { registerHooks } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Which source files a lab loads as it is used: asked of Node, which loads the same files as the browser's scripts are
 * made of.
 * @param lines one after another on manager1
 * @returns what was loaded until the first prompt, then what each line added; relative to the project
 */
export async function loadedModules(lines: readonly string[]): Promise<Set<string>[]> {
  let loaded = new Set<string>();
  const hooks = registerHooks({
    load(url, context, next) {
      if (url.startsWith("file:")) loaded.add(relative(process.cwd(), fileURLToPath(url)));
      return next(url, context);
    },
  });
  try {
    const { HeadlessLab } = await import("../src/playground/headless-lab.ts");
    const { layOutCourseFiles } = await import("../src/playground/course-files.ts");
    const lab = new HeadlessLab();
    layOutCourseFiles(lab.lab);
    await lab.run("manager1", "");
    const stages = [loaded];
    for (const line of lines) {
      loaded = new Set();
      await lab.run("manager1", line);
      stages.push(loaded);
    }
    return stages;
  } finally {
    hooks.deregister();
  }
}
