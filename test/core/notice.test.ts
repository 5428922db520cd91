/** Public notices: how they are numbered. */
import { expect, test } from "vitest";
import { nextNumber } from "../../worker/core/notice.ts";

test("the first notice of a year has number 1, the next ones follow", () => {
  expect(nextNumber("2014", [])).toBe("公示〔2014〕1号");
  expect(nextNumber("2014", ["公示〔2014〕1号", "公示〔2014〕2号"])).toBe("公示〔2014〕3号");
});

test("a number that somebody has given by hand is passed over", () => {
  expect(nextNumber("2014", ["公示〔2014〕2号"])).toBe("公示〔2014〕3号");
  expect(nextNumber("2014", ["公示〔2014〕3号", "公示〔2014〕4号"])).toBe("公示〔2014〕5号");
});
