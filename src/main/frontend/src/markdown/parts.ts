const SIZE = 24;

/** A growing list in parts of a fixed size. A part whose items are the same is the same object. */
export class Parts<T> {
  private last: readonly (readonly T[])[] = [];

  /** @param items of which, with any one, all before it are the same as the last time */
  of(items: readonly T[]): readonly (readonly T[])[] {
    const parts: (readonly T[])[] = [];
    for (let from = 0; from < items.length; from += SIZE) {
      const to = Math.min(from + SIZE, items.length);
      const before = this.last[from / SIZE];
      parts.push(before?.length === to - from && before.at(-1) === items[to - 1] ? before : items.slice(from, to));
    }
    this.last = parts;
    return parts;
  }
}
