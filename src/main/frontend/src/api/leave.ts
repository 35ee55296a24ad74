/** Leaves the page for another address. */
export function leaveFor(address: string): void {
  location.assign(address);
}
