/** A shell variable: a text, an indexed array (which may have holes) or a map. */
export interface Variable {
  value: string | string[] | Map<string, string> | undefined;
  exported: boolean;
  readonly: boolean;
  integer: boolean;
  /** `declare -n`: the value is another variable's name. */
  reference: boolean;
  case: "lower" | "upper" | undefined;
}

/** A value that is worked out when it is asked for ($RANDOM). */
export interface DynamicVariable {
  get(): string;
  set?(value: string): void;
}

export const NAME = /^[A-Za-z_]\w*$/;

/** An assignment that is refused; the message is bash's, without the shell's name. */
export class VariableError extends Error {}

/** The variables of a shell: the global ones, and above them one scope for each function that runs. */
export class Variables {
  readonly #scopes: Map<string, Variable>[];
  readonly dynamic: Map<string, DynamicVariable>;
  /** Works out what is assigned to a `declare -i` variable. */
  evaluate: (expression: string) => string = (text) => text;

  constructor(scopes: Map<string, Variable>[] = [new Map()]) {
    this.#scopes = scopes;
    this.dynamic = new Map();
  }

  /** A copy that shares nothing: what a subshell starts with. The dynamic ones are the new shell's to define. */
  copy(): Variables {
    return new Variables(
      this.#scopes.map(
        (scope) =>
          new Map([...scope].map(([name, variable]) => [name, { ...variable, value: copyValue(variable.value) }])),
      ),
    );
  }

  enter(): void {
    this.#scopes.push(new Map());
  }

  leave(): void {
    this.#scopes.pop();
  }

  get inFunction(): boolean {
    return this.#scopes.length > 1;
  }

  /** The variable itself, following references. */
  find(name: string): Variable | undefined {
    const variable = this.#raw(name);
    if (!variable?.reference) return variable;
    const target = this.targetOf(name);
    return target === name ? variable : this.#raw(target);
  }

  /** The variable itself, a reference not followed. */
  findReference(name: string): Variable | undefined {
    return this.#raw(name);
  }

  #raw(name: string): Variable | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const found = this.#scopes[i]?.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** The name at the end of a chain of references. */
  targetOf(name: string): string {
    let target = name;
    for (let hops = 0; hops < 8; hops++) {
      const variable = this.#raw(target);
      if (!variable?.reference || typeof variable.value !== "string" || variable.value === "") return target;
      target = variable.value;
    }
    return target;
  }

  /** Its text, an array's first element; undefined when unset. */
  get(name: string): string | undefined {
    const dynamic = this.dynamic.get(name);
    if (dynamic) return dynamic.get();
    const value = this.find(name)?.value;
    if (value === undefined || typeof value === "string") return value;
    return Array.isArray(value) ? value[0] : value.get("0");
  }

  /** Sets a text (an array's first element). @throws VariableError when it is readonly */
  set(name: string, text: string, append = false): void {
    const dynamic = this.dynamic.get(name);
    if (dynamic) {
      dynamic.set?.(text);
      return;
    }
    const variable = this.#writable(name);
    const { value } = variable;
    if (Array.isArray(value)) value[0] = this.#shaped(variable, text, append ? value[0] : undefined);
    else if (value instanceof Map) value.set("0", this.#shaped(variable, text, append ? value.get("0") : undefined));
    else variable.value = this.#shaped(variable, text, append ? value : undefined);
  }

  /** Sets an element; makes the variable an array when it is not. @throws VariableError */
  setElement(name: string, key: string | number, text: string, append = false): void {
    const variable = this.#writable(name);
    if (typeof variable.value === "string") variable.value = [variable.value];
    variable.value ??= [];
    const { value } = variable;
    if (Array.isArray(value)) {
      const index = Number(key);
      value[index] = this.#shaped(variable, text, append ? value[index] : undefined);
    } else value.set(String(key), this.#shaped(variable, text, append ? value.get(String(key)) : undefined));
  }

  /** Replaces the whole value. @throws VariableError */
  setArray(name: string, value: string[] | Map<string, string>): void {
    this.#writable(name).value = value;
  }

  #shaped(variable: Variable, text: string, before: string | undefined): string {
    if (variable.integer) {
      const added = before === undefined ? text : `${before || "0"} + (${text || "0"})`;
      return this.evaluate(added);
    }
    const whole = (before ?? "") + text;
    if (variable.case === undefined) return whole;
    return variable.case === "lower" ? whole.toLowerCase() : whole.toUpperCase();
  }

  #writable(name: string): Variable {
    const target = this.targetOf(name);
    const variable = this.#raw(target) ?? this.declare(target, "global");
    if (variable.readonly) throw new VariableError(`${target}: readonly variable`);
    return variable;
  }

  /** The variable of that name in the innermost scope (`local`) or the outermost, made when it is not there. */
  declare(name: string, where: "local" | "global"): Variable {
    const scope = where === "local" ? this.#scopes.at(-1) : this.#scopes[0];
    const known = scope?.get(name);
    if (known) return known;
    const variable = unsetVariable();
    scope?.set(name, variable);
    return variable;
  }

  /**
   * @param keepLocal a caller's local variable stays local, and unset (localvar_unset); else what it hid is seen again
   * @throws VariableError when it is readonly
   */
  unset(name: string, keepLocal = false): void {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const scope = this.#scopes[i];
      const found = scope?.get(name);
      if (!found) continue;
      if (found.readonly) throw new VariableError(`${name}: cannot unset: readonly variable`);
      scope?.delete(name);
      // A function's own variable that is unset stays unset until it ends.
      if (i > 0 && (keepLocal || i === this.#scopes.length - 1)) scope?.set(name, unsetVariable());
      return;
    }
    this.dynamic.delete(name);
  }

  /** Names of everything that is set or declared, in byte order. */
  names(): string[] {
    return [...new Set([...this.#scopes.flatMap((scope) => [...scope.keys()]), ...this.dynamic.keys()])].sort();
  }

  /** Names of the running function's own variables. */
  localNames(): string[] {
    return [...(this.#scopes.at(-1)?.keys() ?? [])].sort();
  }

  /** What a command gets as its environment. */
  environment(): Record<string, string> {
    const env: Record<string, string> = {};
    for (const scope of this.#scopes)
      for (const [name, variable] of scope) {
        if (variable.exported && typeof variable.value === "string") env[name] = variable.value;
        else delete env[name];
      }
    return env;
  }
}

function unsetVariable(): Variable {
  return { value: undefined, exported: false, readonly: false, integer: false, reference: false, case: undefined };
}

function copyValue(value: Variable["value"]): Variable["value"] {
  if (Array.isArray(value)) return value.slice();
  return value instanceof Map ? new Map(value) : value;
}
