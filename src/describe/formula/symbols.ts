/** How a symbol stands among its neighbours, as TeX has it. */
export type Kind =
  | "ordinary"
  | "number"
  | "function"
  | "binary"
  | "relation"
  | "open"
  | "close"
  | "comma"
  | "slash"
  | "fraction";

const greek =
  "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω";
const ordinary = `${greek} infty ∞ partial ∂ nabla ∇ ell ℓ emptyset ∅ varnothing ∅ forall ∀ exists ∃ neg ¬ lnot ¬ ldots … dots … cdots ⋯ prime ′ top ⊤ bot ⊥ % % _ _ # # & &`;
const functions =
  "sum Σ prod Π int ∫ bigcup ⋃ bigcap ⋂ max max min min log log ln ln exp exp sup sup inf inf lim lim arg arg argmax argmax argmin argmin det det dim dim sin sin cos cos tan tan arctan arctan arccos arccos tanh tanh sgn sgn sign sign Pr Pr";
const binary =
  "cdot · times × odot ⊙ otimes ⊗ oplus ⊕ ominus ⊖ circ ∘ ast ∗ star ⋆ cap ∩ cup ∪ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ pm ± mp ∓ div ÷";
const relation =
  "le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ propto ∝ in ∈ notin ∉ subset ⊂ subseteq ⊆ supset ⊃ to → rightarrow → leftarrow ← mapsto ↦ gets ← mid | ll ≪ gg ≫ Rightarrow ⇒ iff ⇔ lt < gt >";
const open = "{ { langle ⟨ lfloor ⌊ lceil ⌈ lVert ‖ lvert | lbrace { lbrack [";
const close = "} } rangle ⟩ rfloor ⌋ rceil ⌉ rVert ‖ rvert | rbrace } rbrack ]";

const pairs = (list: string, kind: Kind): [string, { text: string; kind: Kind }][] => {
  const words = list.split(" ");
  return words.flatMap((name, i) => (i % 2 ? [] : [[name, { text: words[i + 1]!, kind }]]));
};

/** Commands without arguments. */
export const symbols: ReadonlyMap<string, { readonly text: string; readonly kind: Kind }> = new Map([
  ...pairs(ordinary, "ordinary"),
  ...pairs(functions, "function"),
  ...pairs(binary, "binary"),
  ...pairs(relation, "relation"),
  ...pairs(open, "open"),
  ...pairs(close, "close"),
]);

/** Commands that put a mark over their argument. */
export const accents: ReadonlyMap<string, string> = new Map([
  ["hat", "\u0302"],
  ["widehat", "\u0302"],
  ["tilde", "\u0303"],
  ["widetilde", "\u0303"],
  ["bar", "\u0304"],
  ["overline", "\u0304"],
  ["dot", "\u0307"],
  ["vec", "\u20d7"],
]);

/** Commands whose argument is upright words, and those that only change the typeface. */
export const upright: ReadonlySet<string> = new Set([
  "text",
  "mathrm",
  "operatorname",
  "textrm",
  "textit",
  "mathsf",
  "mathtt",
]);
export const typefaces: ReadonlySet<string> = new Set(["mathbf", "mathcal", "boldsymbol", "mathbb", "mathit"]);

const lift = (plain: string, raised: string) => new Map([...plain].map((c, i) => [c, [...raised][i]!]));
export const subscripts: ReadonlyMap<string, string> = lift(
  "0123456789+−=()aehijklmnoprstuvx",
  "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
);
export const superscripts: ReadonlyMap<string, string> = lift("0123456789+−=()inkmtc′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿᵏᵐᵗᶜ′");
