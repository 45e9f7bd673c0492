import { describe, expect, it } from "vitest";
import { signature } from "../../src/ide/complete/signature.js";
import { analysed } from "./marked.js";

/** The signature with its active parameter between marks. */
function shown(source: string): string {
  const { analysis, offset } = analysed(source);
  const found = signature(analysis, offset);
  if (!found) return "nothing";
  const { label, parameters, active } = found;
  if (active === undefined) return label;
  const [start, end] = parameters[active]!.label;
  return `${label.slice(0, start)}«${label.slice(start, end)}»${label.slice(end)}`;
}

describe("signature help", () => {
  it.each([
    ["tversky(|)", /^tversky\(alpha=0.5, beta=0.5, .*\)$/],
    ["tversky(alpha=|)", /^tversky\(«alpha=0.5», /],
    ["tversky(alpha=0.|3)", /^tversky\(«alpha=0.5», /],
    ["tversky(alpha=0.3, be|", /, «beta=0.5», /],
    ["tversky(alpha=0.3, beta=|", /, «beta=0.5», /],
    ["dice_ce(ce_weight=|)", "dice_ce(dice_weight=1, «ce_weight=1», smooth=1e-5, label_smoothing=0)"],
    ["def f(w = 0.5) = w*dice minimize f(|)", "f(w=0.5)"],
    ["ramp(|", 'ramp(«from», to, over=, ease="linear")'],
    ["ramp(0, |", 'ramp(from, «to», over=, ease="linear")'],
    ["ramp(0, 1, |", 'ramp(from, to, over=, ease="linear")'],
    ["ramp(0, 1, over=|", 'ramp(from, to, «over=», ease="linear")'],
    ["ramp(0, 1, over=epoch1..|9)*dice", 'ramp(from, to, «over=», ease="linear")'],
    ["deep(dice|)", "deep(«loss», heads=…, decay=0.5)"],
    ["deep(dice, heads=[|])", "deep(loss, «heads=…», decay=0.5)"],
    ["balance(dice, |)", 'balance(«loss, …», by="uncertainty")'],
    ["balance(dice, by=|)", 'balance(loss, …, «by="uncertainty"»)'],
    ['dice then@plateau("|', "plateau(«metric», patience=5, delta=0)"],
    ['dice then@plateau("val_dice", pat|', "plateau(metric, «patience=5», delta=0)"],
    ['dice then@reaches("val_dice", |0.8) ce', "reaches(metric, «value»)"],
    ["balance(tversky(beta=|), ce)", /^tversky\(.*«beta=0.5»/],
    ["dice(smooth=1)|", "nothing"],
    ["0.5*(dice|)", "nothing"],
    ["def f(w|) = dice", "nothing"],
    ["unknown(|)", "nothing"],
  ])("%s", (source, expected) => {
    if (typeof expected === "string") expect(shown(source)).toBe(expected);
    else expect(shown(source)).toMatch(expected);
  });

  it("documents the call and each parameter", () => {
    const { analysis, offset } = analysed("tversky(|)");
    const { documentation, parameters } = signature(analysis, offset)!;
    expect(documentation).toContain("Tversky");
    expect(parameters[0]!.documentation).toContain("false positives");
  });
});
