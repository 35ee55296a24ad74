/**
 * A value that changes faster than a screen can show: `latest` is always true, `painted` follows it once per animation
 * frame, or at once when it matters.
 */
export class Painted<T> {
  private shown: T;
  private frame = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private current: T) {
    this.shown = current;
  }

  get latest(): T {
    return this.current;
  }

  readonly painted = (): T => this.shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  set(value: T, atOnce = false): void {
    this.current = value;
    // A hidden page has no animation frames; it only needs to know what it tells by its title, which is set at once.
    if (atOnce) this.paint();
    else if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.listeners.clear();
  }

  private paint(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    if (this.shown === this.current) return;
    this.shown = this.current;
    this.listeners.forEach((listener) => listener());
  }
}
