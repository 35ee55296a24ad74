import { leaveFor } from "./leave";

const WENT = "streamchat.signing-in";
/** So long the browser may take to leave; several calls that fail at once lead there once. */
const LEAVING = 3_000;

/** Whether the server has answered since this page was loaded, so that there is something on it worth keeping. */
let known = false;
let leftAt = 0;
let address: string | null = null;
const listeners = new Set<() => void>();

function set(next: string | null): void {
  if (next === address) return;
  address = next;
  listeners.forEach((listener) => listener());
}

/** Whether the server wants a login. Where there is none to be had (no single sign-on), it never does. */
export const signIn = {
  /** Where the browser is to go to sign in; null when nobody asks for that. */
  address: (): string | null => address,

  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },

  /** A page that has shown nothing yet goes to the login by itself, once; any other asks its reader first. */
  wanted(login: string | undefined): void {
    if (login === undefined) return;
    set(login);
    if (known || remembered()) return;
    remember(true);
    signIn.go();
  },

  answered(): void {
    if (!known) remember(false);
    known = true;
    set(null);
  },

  /** Leaves for the login, which leads back to where the page is now. */
  go(): void {
    if (address === null || Date.now() - leftAt < LEAVING) return;
    leftAt = Date.now();
    const target = new URL(address, location.origin);
    target.searchParams.set("return", location.pathname + location.hash);
    leaveFor(target.pathname + target.search);
  },

  /** As if the page had just been loaded. */
  reset(): void {
    known = false;
    leftAt = 0;
    address = null;
  },
};

function remembered(): boolean {
  try {
    return sessionStorage.getItem(WENT) !== null;
  } catch {
    return true;
  }
}

function remember(went: boolean): void {
  try {
    if (went) sessionStorage.setItem(WENT, "yes");
    else sessionStorage.removeItem(WENT);
  } catch {
    // Then the reader is asked, which never goes round in circles.
  }
}
