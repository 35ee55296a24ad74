import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// A machine with other things to do is no failure.
configure({ asyncUtilTimeout: 20_000 });
afterEach(cleanup);

// What jsdom lacks of a browser.
if (typeof window !== "undefined") {
  class StillSize implements ResizeObserver {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Object.assign(window, { ResizeObserver: StillSize });
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      this.open = true;
    },
    close(this: HTMLDialogElement) {
      this.open = false;
      this.dispatchEvent(new Event("close"));
    },
  });
}
