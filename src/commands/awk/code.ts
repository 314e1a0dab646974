/** Work that may have to wait in between; what it yields is waited for. */
export type Steps<T> = Generator<Promise<unknown>, T, unknown>;

/** A compiled part of a program: what needs no waiting is called, the rest is stepped through. */
export type Code<T> =
  | { readonly isAsync: false; readonly get: () => T }
  | { readonly isAsync: true; readonly run: () => Steps<T> };

export const now = <T>(get: () => T): Code<T> => ({ isAsync: false, get });

export const later = <T>(run: () => Steps<T>): Code<T> => ({ isAsync: true, run });

/** Takes the steps of a compiled part from within the steps of another. */
export function* step<T>(code: Code<T>): Steps<T> {
  return code.isAsync ? yield* code.run() : code.get();
}

/** A function of one compiled part. */
export function map<A, T>(a: Code<A>, make: (a: A) => T): Code<T> {
  if (!a.isAsync) return now(() => make(a.get()));
  return later(function* () {
    return make(yield* a.run());
  });
}

/** A function of two, the first one first. */
export function map2<A, B, T>(a: Code<A>, b: Code<B>, make: (a: A, b: B) => T): Code<T> {
  if (!a.isAsync && !b.isAsync) return now(() => make(a.get(), b.get()));
  return later(function* () {
    const first = yield* step(a);
    return make(first, yield* step(b));
  });
}

/** A function of several, in order. */
export function mapAll<A, T>(codes: readonly Code<A>[], make: (values: readonly A[]) => T): Code<T> {
  const sync = codes.filter((code) => !code.isAsync);
  if (sync.length === codes.length) return now(() => make(sync.map((code) => code.get())));
  return later(function* () {
    const values: A[] = [];
    for (const code of codes) values.push(yield* step(code));
    return make(values);
  });
}

/** A function of one part that itself has to wait. */
export const mapLater = <A, T>(a: Code<A>, make: (a: A) => Steps<T>): Code<T> =>
  later(function* () {
    return yield* make(yield* step(a));
  });

/** Waits for a promise. */
export function* wait<T>(promise: Promise<T>): Steps<T> {
  const results: T[] = [];
  yield promise.then((value) => results.push(value));
  const [result] = results;
  if (results.length === 0 || result === undefined)
    throw new Error("a step went on before what it waits for was there");
  return result;
}

/** Runs something compiled to its end. */
export async function drive<T>(code: Code<T>): Promise<T> {
  if (!code.isAsync) return code.get();
  const steps = code.run();
  let next = steps.next();
  while (!next.done) {
    try {
      await next.value;
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next();
  }
  return next.value;
}
