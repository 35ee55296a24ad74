import { describe, expect, it } from "vitest";
import { holdsMath, withDollars } from "../src/markdown/math";

describe("formulas", () => {
  it.each(["$$x$$", "Given $a^2 + b^2$ here", "\\(x\\) and", "\\[\nx = 1\n\\]", "$x$"])("are seen in %j", (text) => expect(holdsMath(text)).toBe(true));

  it.each(["costs $5 and $10", "`$$x$$`", "$ 5 $", "US$a$b", "no (formula) [here]", "from $5-$10"])("are not seen in %j", (text) => expect(holdsMath(text)).toBe(false));

  it.each([
    ["Given $a^2$ it \\(b\\) costs $5", "Given $$a^2$$ it $$b$$ costs $5"],
    ["`$a$` and $a$", "`$a$` and $$a$$"],
  ])("of %j stand between dollars", (text, expected) => expect(withDollars(text)).toBe(expected));

  it("on lines of their own are displays", () => {
    expect(withDollars("So\n\\[\nx = 1\n\\]\nthen").replace(/\n+/g, "\n")).toBe("So\n$$\nx = 1\n$$\nthen");
    expect(withDollars("$$x = 1$$").trim()).toBe("$$\nx = 1\n$$");
  });
});
