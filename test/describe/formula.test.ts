import { describe, expect, it } from "vitest";
import { unicodeFormula } from "../../src/describe/formula/latex.js";

describe("a formula in a terminal", () => {
  it.each([
    [
      String.raw`1 - \frac{2\sum_i p_i g_i + s}{\sum_i p_i + \sum_i g_i + s}`,
      "1 − (2 Σᵢ pᵢ gᵢ + s)/(Σᵢ pᵢ + Σᵢ gᵢ + s)",
    ],
    [String.raw`-\frac{1}{N}\sum_{i} w_{g_i} \log p_{i}`, "−1/N · Σᵢ w_(gᵢ) log pᵢ"],
    [
      String.raw`\frac1N\sum_i (p_i-g_i)^2\left(d_p(i)^\alpha + d_g(i)^{\alpha}\right)`,
      "1/N · Σᵢ (pᵢ − gᵢ)²(dₚ(i)^α + d_g(i)^α)",
    ],
    [String.raw`\hat{p}^{2} + \overline{ab}`, "p̂² + (ab)̄"],
    [String.raw`\mathrm{TP} + \alpha\,\mathrm{FP}`, "TP + α FP"],
    [String.raw`(1-p_t)^{\gamma}`, "(1 − pₜ)^γ"],
    [String.raw`\sqrt{x^2+\epsilon}\cdot 3`, "√(x² + ε) · 3"],
    [String.raw`\max(0, -x) \le 1`, "max(0, −x) ≤ 1"],
    [String.raw`\begin{cases} a & x > 0 \\ b & x \le 0 \end{cases}`, "{ a x > 0; b x ≤ 0 }"],
    [String.raw`\operatorname{skel}(p) \odot g`, "skel(p) ⊙ g"],
    [String.raw`\frac{\frac{a}{b}}{c}`, "(a/b)/c"],
    ["x_{i,c}", "x_(i, c)"],
    [String.raw`\unknown{x}`, "unknown x"],
    [String.raw`\frac12 a/b`, "1/2 · a/b"],
    [String.raw`\sum_{\text{other}} x`, "Σ_other x"],
    [String.raw`\sum_{\text{other of } p} x`, "Σ_(other of p) x"],
    [String.raw`K \text{ the } k\,\% \text{ of pixels}`, "K the k% of pixels"],
    ["", ""],
  ])("%s", (latex, text) => expect(unicodeFormula(latex)).toBe(text));

  it("reads torn text as far as it goes", () => {
    for (const torn of ["\\frac{a", "x_", "{{{", "}}", "\\", "\\hat", "a}b"])
      expect(typeof unicodeFormula(torn)).toBe("string");
  });
});
