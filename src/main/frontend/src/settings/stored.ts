/** Reads and writes small things that outlive the page; never fails where storage is switched off or full. */
export function read(key: string): string | null {
  try {
    return localStorage.getItem(`streamchat.${key}`);
  } catch {
    return null;
  }
}

export function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`streamchat.${key}`);
    else localStorage.setItem(`streamchat.${key}`, value);
  } catch {
    // Not kept then; what is on the page stays.
  }
}
