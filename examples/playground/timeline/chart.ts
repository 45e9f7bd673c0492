import { ticks } from "../../../src/docs/timeline/axis.js";
import type { Evaluated, ScheduledTerm, WeightSchedule } from "../compute/messages.js";
import { readableNumber } from "../maps/format.js";
import { h, svg } from "../shell/element.js";
import { bandsOf, spoken, weightAtTime } from "./weights.js";

interface Row {
  readonly term: ScheduledTerm;
  readonly root: HTMLElement;
  readonly weight: HTMLElement;
  readonly value: HTMLElement;
  readonly share: HTMLElement;
}

/** The weights of all terms over training, a row each, and where training stands: a slider over them. */
export class WeightChart {
  readonly #rows = h("div.rows");
  readonly #bands = h("div.bands", { "aria-hidden": "true" });
  readonly #axis = h("div.axis", { "aria-hidden": "true" });
  readonly #head = h("div.playhead", { "aria-hidden": "true" }, h("span.flag"));
  readonly #slider = h("div.slider", {
    role: "slider",
    tabindex: 0,
    "aria-label": "Moment of training",
    "aria-valuemin": 0,
  });
  readonly root = h(
    "div.chart",
    {},
    h(
      "div.columns",
      { "aria-hidden": "true" },
      h("span", {}, "term"),
      h("span", {}, "weight over training"),
      h("span", {}, "weight"),
      h("span", {}, "value"),
      h("span", {}, "weighted"),
    ),
    h("div.body", {}, this.#rows, h("div.overlay", {}, this.#bands, this.#slider, this.#head)),
    this.#axis,
  );
  #schedule: WeightSchedule | undefined;
  #shown: readonly Row[] = [];
  /** Told where a person drags to. */
  onscrub: (time: number) => void = () => {};

  constructor() {
    const scrub = (event: PointerEvent) => {
      const box = this.#slider.getBoundingClientRect();
      this.#go(((event.clientX - box.left) / box.width) * (this.#schedule?.end ?? 0));
    };
    this.#slider.addEventListener("pointerdown", (event) => {
      this.#slider.setPointerCapture(event.pointerId);
      scrub(event);
    });
    this.#slider.addEventListener("pointermove", (event) => {
      if (this.#slider.hasPointerCapture(event.pointerId)) scrub(event);
    });
    this.#slider.addEventListener("keydown", (event) => {
      const moved = this.#keyed(event.key);
      if (moved === undefined) return;
      event.preventDefault();
      this.#go(moved);
    });
  }

  show(schedule: WeightSchedule): void {
    this.#schedule = schedule;
    this.#shown = schedule.terms.map((term, i) => rowOf(term, i, schedule));
    this.#rows.replaceChildren(...this.#shown.map(({ root }) => root));
    const part = (time: number) => `${(100 * time) / schedule.end}%`;
    this.#bands.replaceChildren(
      ...bandsOf(schedule).map(({ from, to, moving }) => {
        const band = h(moving ? "div.band.moving" : "div.band");
        Object.assign(band.style, { left: part(from), width: part(to - from) });
        return band;
      }),
    );
    this.#axis.replaceChildren(
      ...ticks(schedule.end, 8).map((time) => {
        const tick = h("span", {}, schedule.unit === "%" ? `${time} %` : String(time));
        tick.style.left = part(time);
        return tick;
      }),
      h("em", {}, schedule.unit === "%" ? "part of training" : schedule.unit),
    );
    this.#slider.setAttribute("aria-valuemax", String(schedule.end));
  }

  /** Moves the head and what follows from it at once; values come later, from the worker. */
  move(time: number): void {
    const schedule = this.#schedule;
    if (!schedule) return;
    const text = spoken(time, schedule.unit);
    this.root.style.setProperty("--head", String(time / schedule.end));
    this.#head.classList.toggle("late", time > schedule.end * 0.8);
    this.#head.firstElementChild!.textContent = text;
    this.#slider.setAttribute("aria-valuenow", String(Number(time.toFixed(2))));
    this.#slider.setAttribute("aria-valuetext", text);
    for (const { term, weight, root } of this.#shown) {
      const now = weightAtTime(term, time);
      weight.textContent = readableNumber(now);
      root.classList.toggle("off", now === 0);
    }
  }

  /** What each term says now; those that are not live say nothing. */
  tell({ terms, value }: Evaluated): void {
    const most = Math.max(...terms.map((term) => Math.abs(term.weight * term.value)), 1e-30);
    this.#shown.forEach(({ value: cell, share }, i) => {
      const term = terms.find(({ index }) => index === i);
      cell.textContent = term ? readableNumber(term.value) : "–";
      share.textContent = term ? readableNumber(term.weight * term.value) : "–";
      share.style.setProperty("--part", String(term ? Math.abs(term.weight * term.value) / most : 0));
      share.title =
        term && value
          ? `${readableNumber((100 * term.weight * term.value) / value)} % of the total`
          : "weight 0, so not computed";
    });
  }

  #go(time: number): void {
    const { end = 0, unit } = this.#schedule ?? {};
    const fine = unit === "step" ? 1 : end / 400;
    this.onscrub(Math.max(0, Math.min(end, Math.round(time / fine) * fine)));
  }

  #keyed(key: string): number | undefined {
    const { end = 0, milestones = [] } = this.#schedule ?? {};
    const now = Number(this.#slider.getAttribute("aria-valuenow"));
    const step = end / 100;
    const next = milestones.find((time) => time > now + 1e-6) ?? end;
    const last = milestones.findLast((time) => time < now - 1e-6) ?? 0;
    return {
      ArrowRight: now + step,
      ArrowUp: now + step,
      ArrowLeft: now - step,
      ArrowDown: now - step,
      Home: 0,
      End: end,
      PageUp: next,
      PageDown: last,
    }[key];
  }
}

function rowOf(term: ScheduledTerm, i: number, { end, terms }: WeightSchedule): Row {
  const reach = (points: ScheduledTerm["points"]) => Math.max(0, ...points.map(({ weight }) => Math.abs(weight)));
  const peak = Math.max(...terms.map(({ points }) => reach(points)));
  // One scale for all, unless a term would vanish beside the largest.
  const own = reach(term.points) < peak / 8 ? reach(term.points) : peak;
  const at = ({ time, weight }: { time: number; weight: number }) =>
    `${((1000 * time) / end).toFixed(2)} ${(1 - Math.abs(weight) / (own || 1)).toFixed(4)}`;
  const line = term.points.map(at).join("L");
  const curve = svg(
    "svg",
    { viewBox: "0 0 1000 1", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("path", { class: "area", d: `M0 1L${line}L1000 1Z` }),
    svg("path", { class: "line", d: `M${line}`, "vector-effect": "non-scaling-stroke" }),
  );
  const [weight, value, share] = [h("span.figure.weight"), h("span.figure.value"), h("span.figure.share")];
  const label = h("span.label", { title: term.summary }, h("i.swatch"), h("code", {}, term.label));
  const root = h("div.row", { "data-term": term.label }, label, h("div.curve", {}, curve), weight, value, share);
  root.style.setProperty("--colour", `var(--c${i % 8})`);
  return { term, root, weight, value, share };
}
