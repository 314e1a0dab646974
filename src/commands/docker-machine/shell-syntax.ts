/** How a shell sets a variable, or takes it away (docker/machine, commands/env.go). */
export interface ShellSyntax {
  readonly prefix: string;
  readonly delimiter: string;
  readonly suffix: string;
}

const syntax = (prefix: string, delimiter: string, suffix: string): ShellSyntax => ({ prefix, delimiter, suffix });

const SET: Readonly<Record<string, ShellSyntax>> = {
  fish: syntax("set -gx ", ' "', '";\n'),
  powershell: syntax("$Env:", ' = "', '"\n'),
  cmd: syntax("SET ", "=", "\n"),
  tcsh: syntax("setenv ", ' "', '";\n'),
  emacs: syntax('(setenv "', '" "', '")\n'),
};

const UNSET: Readonly<Record<string, ShellSyntax>> = {
  fish: syntax("set -e ", "", ";\n"),
  powershell: syntax("Remove-Item Env:\\\\", "", "\n"),
  cmd: syntax("SET ", "=", "\n"),
  tcsh: syntax("unsetenv ", "", ";\n"),
  emacs: syntax('(setenv "', '" nil', ")\n"),
};

/** @param shell its name; one that is not known is taken for a sh */
export function syntaxOf(shell: string, unset: boolean): ShellSyntax {
  return unset ? (UNSET[shell] ?? syntax("unset ", "", "\n")) : (SET[shell] ?? syntax("export ", '="', '"\n'));
}

/** The comment under the lines: what to type for a shell to read them. @param called the words of this command line */
export function usageHint(shell: string, called: readonly string[]): string {
  const line = called.join(" ");
  const [comment, command] = {
    fish: ["#", `eval (${line})`],
    powershell: ["#", `& ${line} | Invoke-Expression`],
    cmd: ["REM", `\t@FOR /f "tokens=*" %i IN ('${line}') DO @%i`],
    emacs: [";;", `(with-temp-buffer (shell-command "${line}" (current-buffer)) (eval-buffer))`],
    tcsh: [":", `eval \`${line}\``],
  }[shell] ?? ["#", `eval $(${line})`];
  return `${comment} Run this command to configure your shell: \n${comment} ${command}\n`;
}
