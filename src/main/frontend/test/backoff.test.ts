import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "../src/api/problem";
import { delay } from "../src/stream/backoff";

describe("the wait before the next try", () => {
  it("doubles its ceiling from one second to fifteen", () => {
    const most = () => 0.999999;
    expect([0, 1, 2, 3, 4, 5, 50].map((attempt) => Math.round(delay(attempt, undefined, most)))).toEqual([1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  });

  it("is anything below the ceiling, but not nothing", () => {
    expect(delay(6, undefined, () => 0)).toBe(100);
    expect(delay(6, undefined, () => 0.5)).toBe(7500);
  });

  it("is never shorter than the server asked for", () => {
    expect(delay(0, 5000, () => 0)).toBe(5000);
    expect(delay(0, 5000, () => 1)).toBe(6000);
  });
});

describe("Retry-After", () => {
  it.each([
    [null, undefined],
    ["", undefined],
    ["7", 7000],
    ["-1", 0],
    ["soon", undefined],
    ["Thu, 01 Jan 1970 00:00:20 GMT", 10_000],
  ])("%s is %s ms at the tenth second", (header, expected) => {
    expect(parseRetryAfter(header, 10_000)).toBe(expected);
  });
});
