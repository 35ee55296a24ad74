import type { TakeSlot } from "./follow";
import type { Tabs } from "./tabs";

/**
 * Over HTTP/1.1 a browser has six connections for an origin, all tabs together. So many may stay open for streams; the
 * rest are for everything else.
 */
const SLOTS = 4;

export const lockedSlots = (tabs: Tabs): TakeSlot => (signal) => firstOf((slot) => tabs.acquire(`slot.${slot}`, { signal, atOnce: true }));

/** Tabs that have reached for the same slot at once know by then whose it is. */
const SETTLED = 120;
const RENEW = 5_000;
/** A hidden tab may be woken no more than once a minute. */
const EXPIRES = 90_000;

/**
 * For tabs without locks: an entry of what they store together says who holds a slot, as long as it is renewed. Two that
 * take one slot in the same moment may both hold it until the next renewal, which tells one of them that it is `lost`.
 */
export function storedSlots(storage: Storage): TakeSlot {
  return (signal, lost) => firstOf((slot) => takeStored(storage, `streamchat.slot.${slot}`, signal, lost));
}

/** As many as are asked for where nothing can be stored: then no tab knows of the others. */
export function browserSlots(): TakeSlot | undefined {
  try {
    return storedSlots(localStorage);
  } catch {
    return undefined;
  }
}

async function firstOf(take: (slot: number) => Promise<(() => void) | null>): Promise<(() => void) | null> {
  for (let slot = 0; slot < SLOTS; slot++) {
    const release = await take(slot);
    if (release !== null) return release;
  }
  return null;
}

async function takeStored(storage: Storage, key: string, signal: AbortSignal, lost: () => void): Promise<(() => void) | null> {
  const page = typeof window === "undefined" ? null : window;
  const me = `${Math.random()}`;
  const holder = () => {
    const [id, until] = (storage.getItem(key) ?? "").split(" ");
    return Number(until) > Date.now() ? id : null;
  };
  const renew = () => storage.setItem(key, `${me} ${Date.now() + EXPIRES}`);
  if (holder() !== null) return null;
  try {
    renew();
  } catch {
    return () => undefined;
  }
  const release = () => {
    clearInterval(timer);
    page?.removeEventListener("pagehide", release);
    if (holder() === me) storage.removeItem(key);
  };
  const timer = setInterval(() => {
    if (holder() === me) renew();
    else {
      release();
      lost();
    }
  }, RENEW);
  page?.addEventListener("pagehide", release);
  await settled(signal).catch((e: unknown) => {
    release();
    throw e;
  });
  if (holder() === me) return release;
  release();
  return null;
}

function settled(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", leave);
      resolve();
    }, SETTLED);
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
  });
}
