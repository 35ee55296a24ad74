/** A list that lives as long as the tab, over reloads. It is empty where what is found in its place is no list. */
export class TabList<T> {
  constructor(private readonly slot: string) {}

  all(): T[] {
    try {
      const list: unknown = JSON.parse(sessionStorage.getItem(this.slot) ?? "[]");
      return Array.isArray(list) ? (list as T[]) : [];
    } catch {
      return [];
    }
  }

  set(all: readonly T[]): void {
    try {
      if (all.length === 0) sessionStorage.removeItem(this.slot);
      else sessionStorage.setItem(this.slot, JSON.stringify(all));
    } catch {
      // Storage is full or switched off: a reload in the next moment loses it, nothing else.
    }
  }
}
