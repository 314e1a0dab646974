import type { FileSystem } from "../../../kernel/filesystem.ts";

const EXCLUDE = `# git ls-files --others --exclude-from=.git/info/exclude
# Lines that start with '#' are comments.
# For a project mostly in C, the following would be a good set of
# exclude patterns (uncomment them if you want to use them):
# *.[oa]
# *~
`;

/** Makes the folder of an empty repository. @throws FileError */
export function createRepository(files: FileSystem, folder: string, isBare: boolean, branch: string): void {
  for (const name of ["branches", "hooks", "info", "objects/info", "objects/pack", "refs/heads", "refs/tags"])
    files.mkdir(`${folder}/${name}`, { recursive: true });
  const settings = ["repositoryformatversion = 0", "filemode = true", `bare = ${isBare}`];
  if (!isBare) settings.push("logallrefupdates = true");
  files.writeFile(`${folder}/config`, `[core]\n${settings.map((line) => `\t${line}\n`).join("")}`);
  files.writeFile(
    `${folder}/description`,
    "Unnamed repository; edit this file 'description' to name the repository.\n",
  );
  files.writeFile(`${folder}/info/exclude`, EXCLUDE);
  files.writeFile(`${folder}/HEAD`, `ref: refs/heads/${branch}\n`);
}
