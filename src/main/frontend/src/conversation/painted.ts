const FRAME = 16;

/**
 * A value that changes faster than a screen can show: `latest` is always true, `painted` follows it once per animation
 * frame, or at once when it matters.
 */
export class Painted<T> {
  private shown: T;
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private paintedAt = 0;
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

  /** @param pause the least time between two paintings, in milliseconds */
  set(value: T, atOnce = false, pause = 0): void {
    this.current = value;
    // A hidden page has no animation frames; it only needs to know what it tells by its title, which is set at once.
    if (atOnce) this.paint();
    else if (this.frame === 0 && this.timer === undefined) {
      const rest = this.paintedAt + pause - performance.now();
      if (rest <= FRAME) this.nextFrame();
      else this.timer = setTimeout(() => this.nextFrame(), rest - FRAME);
    }
  }

  private nextFrame(): void {
    this.timer = undefined;
    this.frame = requestAnimationFrame(() => this.paint());
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = 0;
    this.listeners.clear();
  }

  private paint(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = 0;
    this.timer = undefined;
    this.paintedAt = performance.now();
    if (this.shown === this.current) return;
    this.shown = this.current;
    this.listeners.forEach((listener) => listener());
  }
}
