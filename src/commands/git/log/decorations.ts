import type { Paint, Slot } from "../colors.ts";
import { shortName } from "../repository/refs.ts";
import type { Repository } from "../repository/repository.ts";

interface Name {
  readonly text: string;
  readonly slot: Slot;
}

/** The names of commits that a log shows beside them. */
export class Decorations {
  readonly #byId = new Map<string, Name[]>();
  readonly #head: string | undefined;
  readonly #branch: string | undefined;

  /** @param isShown without, nothing is */
  private constructor(repository: Repository, isShown: boolean) {
    this.#head = isShown ? repository.head : undefined;
    this.#branch = repository.refs.branch;
  }

  static async of(repository: Repository, isShown: boolean): Promise<Decorations> {
    const decorations = new Decorations(repository, isShown);
    if (!isShown) return decorations;
    for (const ref of repository.refs.list()) {
      const id = repository.refs.resolve(ref);
      if (id === undefined || ref === repository.refs.branch) continue;
      const isTag = ref.startsWith("refs/tags/");
      const slot = isTag ? "decoratedTag" : ref.startsWith("refs/remotes/") ? "decoratedRemote" : "decoratedBranch";
      const { id: peeled } = await repository.objects.peel(id);
      const names = decorations.#byId.get(peeled) ?? [];
      names.push({ text: `${isTag ? "tag: " : ""}${shortName(ref)}`, slot });
      decorations.#byId.set(peeled, names);
    }
    return decorations;
  }

  /** Tags, then other repositories' branches, then ours: the last that was read comes first. */
  #names(id: string): Name[] {
    const order: Slot[] = ["decoratedTag", "decoratedRemote", "decoratedBranch"];
    return [...(this.#byId.get(id) ?? [])].sort(
      (a, b) => order.indexOf(a.slot) - order.indexOf(b.slot) || (a.text < b.text ? 1 : -1),
    );
  }

  /** `HEAD -> main, tag: v1`, for `%D`. */
  bare(id: string): string {
    const names = this.#names(id).map(({ text }) => text);
    if (id === this.#head) names.unshift(this.#branch === undefined ? "HEAD" : `HEAD -> ${shortName(this.#branch)}`);
    return names.join(", ");
  }

  /** ` (HEAD -> main, tag: v1)`, or nothing. */
  text(id: string, paint: Paint): string {
    const names = this.#names(id).map(({ text, slot }) => paint(slot, text));
    if (id === this.#head) {
      const head =
        this.#branch === undefined
          ? paint("head", "HEAD")
          : `${paint("head", "HEAD -> ")}${paint("decoratedBranch", shortName(this.#branch))}`;
      names.unshift(head);
    }
    if (names.length === 0) return "";
    return `${paint("commit", " (")}${names.join(paint("commit", ", "))}${paint("commit", ")")}`;
  }
}
