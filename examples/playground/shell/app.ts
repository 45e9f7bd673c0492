import { Compute } from "../compute/client.js";
import type { Evaluated, Schedule } from "../compute/messages.js";
import { makeEditor, replaceText } from "../editor/editor.js";
import { markProblems, ProblemList } from "../editor/problems.js";
import { LanguageServer } from "../editor/server.js";
import { gallery } from "../gallery/gallery.js";
import { first, type Item } from "../gallery/items.js";
import { GraphPanel } from "../graph/panel.js";
import { Cards } from "../maps/cards.js";
import { palettes } from "../maps/colours.js";
import { figure } from "../maps/figures.js";
import { Stage } from "../maps/stage.js";
import { History } from "../paint/history.js";
import { presetNamed } from "../paint/presets.js";
import { withClasses } from "../paint/scene.js";
import { surface } from "../paint/surface.js";
import { Tools } from "../paint/tools.js";
import { hashOf, stateIn } from "../share/link.js";
import { Chart } from "../timeline/chart.js";
import { Player } from "../timeline/player.js";
import { weightAt } from "../timeline/weights.js";
import { h } from "./element.js";
import { Header } from "./header.js";
import { Notice, settled } from "./hints.js";
import { PresetPicker } from "./pictures.js";
import { type State, Store } from "./state.js";
import { type Theme, themeButton, themeNow } from "./theme.js";

const beginning: State = {
  source: first.source,
  scene: presetNamed(first.preset!)!,
  preset: first.preset,
  time: 24,
  backend: "wasm",
};

/** The page: what is asked of the worker when the state changes, and who shows its answers. */
export function start(parent: HTMLElement): void {
  const store = new Store(stateIn(location.hash, presetNamed) ?? beginning);
  const compute = new Compute();
  const past = new History();
  let theme: Theme = themeNow();
  let schedule: Schedule | undefined;
  let evaluated: Evaluated | undefined;

  const [chart, cards, graph, notice, trouble] = [
    new Chart(),
    new Cards(),
    new GraphPanel(),
    new Notice(),
    new Notice(),
  ];
  const total = h("output.total", { "aria-live": "off" });
  const go = (time: number) => store.set({ time });
  const player = new Player(() => ({ time: store.now.time, end: schedule?.end ?? 1 }), go);
  const picker = new PresetPicker(({ name, scene }) => repaint(() => store.set({ scene, preset: name })));
  const stage = new Stage(picker.root);
  const tools = new Tools({
    change: (effect) => repaint(() => store.set({ scene: effect(store.now.scene), preset: undefined })),
    classes: (count) => repaint(() => store.set({ scene: withClasses(store.now.scene, count), preset: undefined })),
    undo: () => back(past.undo(store.now.scene)),
    redo: () => back(past.redo(store.now.scene)),
  });
  const dialog = gallery(choose);
  const palette = () => palettes[theme];
  const themes = themeButton((now) => {
    theme = now;
    // The first call comes before there is anything to draw.
    if (evaluated) queueMicrotask(draw);
    else queueMicrotask(() => drawScene());
  });
  const header = new Header(
    { open: () => dialog.showModal(), choose: (backend) => store.set({ backend }), share },
    themes,
  );
  const writing = h("div.editor");
  const server = new LanguageServer();
  const editor = makeEditor(writing, store.now.source, (source) => store.set({ source }), server.extension);
  const list = new ProblemList(editor);
  const format = h("button.quiet", { type: "button", title: "Shift+Alt+F" }, "Format");
  format.addEventListener("click", () => server.format(editor));
  document.documentElement.dataset.theme = theme;

  parent.append(
    header.root,
    notice.root,
    h(
      "main",
      {},
      h(
        "section.card.spec",
        { "aria-labelledby": "spec-title" },
        h("header", {}, h("h2", { id: "spec-title" }, "Specification"), format),
        writing,
        list.root,
        h("p.tips", {}, ...tips),
      ),
      h("section.card.images", { "aria-label": "Pictures" }, stage.root, tools.root),
      h(
        "section.card.time",
        { "aria-labelledby": "time-title" },
        h(
          "header",
          {},
          player.button,
          h("h2", { id: "time-title" }, "Training"),
          h("span.note", {}, "drag through time"),
          h("span.sum", {}, "loss ", total),
        ),
        chart.root,
      ),
      h(
        "section.card.terms",
        { "aria-labelledby": "terms-title" },
        h(
          "header",
          {},
          h("h2", { id: "terms-title" }, "What each term asks for"),
          h("span.note", {}, "slope of each term by itself, by the logits: press one to see it in large"),
        ),
        trouble.root,
        cards.root,
      ),
      graph.root,
    ),
    h(
      "footer",
      {},
      h(
        "p",
        {},
        "Vessels: CHASE_DB1, Kingston University, CC BY 4.0. Digits: MNIST, LeCun and Cortes. Nothing leaves this page.",
      ),
    ),
    dialog,
  );

  for (const layer of ["target", "prediction"] as const)
    surface(
      stage[layer],
      layer,
      () => store.now.scene,
      () => tools.brush,
      {
        begin: () => past.keep(store.now.scene),
        paint: (scene) => store.set({ scene, preset: undefined }),
        point: (pixel) => stage.point(pixel, tools.brush.size),
      },
    );
  chart.onscrub = (time) => {
    player.stop();
    go(time);
  };
  cards.onchoose = (term) => stage.choose(term, schedule);
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || (event.target as Element).closest(".cm-editor, input, select")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    back(key === "y" || event.shiftKey ? past.redo(store.now.scene) : past.undo(store.now.scene));
  });
  addEventListener("hashchange", () => {
    const state = stateIn(location.hash, presetNamed);
    if (!state || location.hash === `#${hashOf(store.now)}`) return;
    store.set(state);
    replaceText(editor, state.source);
  });

  const remember = settled(400, () => history.replaceState(null, "", `#${hashOf(store.now)}`));
  const compileSoon = settled(90, compileNow);
  const measureSoon = settled(350, measureNow);

  store.when(["source"], compileSoon);
  store.when(["backend"], compileNow);
  store.when(["scene"], () => {
    drawScene();
    evaluateNow();
  });
  store.when(["time"], ({ time }, before) => {
    chart.move(time);
    evaluateNow();
    if (liveAt(time) !== liveAt(before.time)) explainNow();
  });
  store.when(["source", "scene", "time", "backend"], remember);

  drawScene();
  compileNow();

  function repaint(change: () => void): void {
    past.keep(store.now.scene);
    change();
  }
  function back(scene: State["scene"] | undefined): void {
    if (scene) store.set({ scene, preset: undefined });
  }
  function choose({ source, preset }: Item): void {
    player.stop();
    const scene = preset === undefined ? undefined : presetNamed(preset);
    replaceText(editor, source);
    if (scene) repaint(() => store.set({ scene, preset, time: 0 }));
    else go(0);
    editor.focus();
  }
  async function share(): Promise<string> {
    history.replaceState(null, "", `#${hashOf(store.now)}`);
    try {
      await navigator.clipboard.writeText(location.href);
      return "Copied";
    } catch {
      return "In the address bar";
    }
  }

  function drawScene(): void {
    stage.showScene(store.now.scene, palette());
    tools.show(store.now.scene, past.canUndo, past.canRedo);
    picker.draw(palette());
    picker.show(store.now.preset);
  }
  function draw(): void {
    drawScene();
    if (!evaluated) return;
    stage.showGradient(evaluated);
    cards.tell(evaluated, store.now.scene, stage.channel, palette());
  }

  async function compileNow(): Promise<void> {
    const { source, backend } = store.now;
    header.show(backend);
    header.measured(undefined);
    try {
      const compiled = await compute.ask("compile", { source, backend });
      if (!compiled) return;
      header.device(compiled.device);
      server.trainingOf(compiled.training);
      notice.show(compiled.device.notice);
      if (editor.state.doc.toString() === source) markProblems(editor, compiled.problems);
      list.show(compiled.problems);
      parent.classList.toggle("broken", !compiled.schedule);
      if (!compiled.schedule) return;
      adopt(compiled.schedule);
      evaluateNow();
      explainNow();
    } catch (error) {
      notice.show(sentence(error));
    }
  }

  function adopt(found: Schedule): void {
    const same = JSON.stringify(found) === JSON.stringify(schedule);
    schedule = found;
    if (!same) {
      chart.show(found);
      cards.show(found);
      stage.choose(undefined, found);
    }
    stage.point(undefined, 1, found);
    if (store.now.time > found.end) go(found.end);
    chart.move(store.now.time);
  }

  async function evaluateNow(): Promise<void> {
    const { scene, time } = store.now;
    if (!schedule) return;
    try {
      const found = await compute.ask("evaluate", { scene, time });
      if (!found) return;
      trouble.show(undefined);
      evaluated = found;
      chart.tell(found);
      total.textContent = figure(found.value, 4);
      if (found.gradient.length === store.now.scene.labels.length * found.channels) {
        stage.showGradient(found);
        cards.tell(found, store.now.scene, stage.channel, palette());
      }
      measureSoon();
    } catch (error) {
      trouble.show(sentence(error));
    }
  }

  async function measureNow(): Promise<void> {
    if (player.playing) return measureSoon();
    const { scene, time } = store.now;
    const measured = await compute.ask("measure", { scene, time }).catch(() => undefined);
    if (measured) header.measured(measured);
  }

  async function explainNow(): Promise<void> {
    const { scene, time } = store.now;
    try {
      const explained = await compute.ask("explain", { scene, time });
      if (explained) graph.show(explained);
    } catch (error) {
      graph.clear(sentence(error));
    }
  }

  function liveAt(time: number): string {
    return (schedule?.terms ?? []).map((term) => Number(weightAt(term, time) !== 0)).join("");
  }
}

/** What keys do in the editor. */
const tips = [
  ["hover", "a name for its formula"],
  ["Ctrl Space", "to complete"],
  ["F2", "to rename"],
].flatMap(([key, what]) => [h("kbd", {}, key), ` ${what} `]);

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
