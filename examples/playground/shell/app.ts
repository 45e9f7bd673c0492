import type { Evaluated, Problem } from "../compute/messages.js";
import { makeEditor, replaceText } from "../editor/editor.js";
import { withFixes } from "../editor/fixes.js";
import { markProblems, ProblemList } from "../editor/problems.js";
import { LanguageServer } from "../editor/server.js";
import { gallery } from "../gallery/gallery.js";
import { first, type GalleryItem } from "../gallery/items.js";
import { GraphPanel } from "../graph/panel.js";
import { palettes } from "../maps/colours.js";
import { readableNumber } from "../maps/format.js";
import { GradientMaps } from "../maps/gradient-maps.js";
import { PictureStage } from "../maps/picture-stage.js";
import { History } from "../paint/history.js";
import { presetNamed } from "../paint/presets.js";
import { mostClasses, withClasses } from "../paint/scene.js";
import { surface } from "../paint/surface.js";
import { Tools } from "../paint/tools.js";
import { hashOf, stateIn } from "../share/link.js";
import { WeightChart } from "../timeline/chart.js";
import { Player } from "../timeline/player.js";
import { Conversation } from "./conversation.js";
import { h } from "./element.js";
import { Header } from "./header.js";
import { debounced, Notice } from "./notice.js";
import { layOutPage } from "./page.js";
import { PresetPicker } from "./preset-picker.js";
import { type State, Store } from "./state.js";
import { themeButton, themeNow } from "./theme.js";

const beginning: State = {
  source: first.source,
  scene: presetNamed(first.preset!)!,
  preset: first.preset,
  time: 24,
  backend: "wasm",
};

/** The page: who shows what is in the state, and who changes it. */
export function start(parent: HTMLElement): void {
  const store = new Store(stateIn(location.hash, presetNamed) ?? beginning);
  const past = new History();
  const palette = () => palettes[themeNow()];
  let evaluated: Evaluated | undefined;

  const [chart, cards, graph, notice, trouble] = [
    new WeightChart(),
    new GradientMaps(),
    new GraphPanel(),
    new Notice(),
    new Notice(),
  ];
  const total = h("output.total", { "aria-live": "off" });
  const player = new Player(
    () => ({ time: store.now.time, end: talk.schedule?.end ?? 1 }),
    (time) => store.set({ time }),
  );
  const picker = new PresetPicker(({ name, scene }) => repaint({ scene, preset: name }));
  const stage = new PictureStage(picker.root);
  const tools = new Tools({
    change: (effect) => repaint({ scene: effect(store.now.scene), preset: undefined }),
    classes: (count) => repaint({ scene: withClasses(store.now.scene, count), preset: undefined }),
    undo: () => back(past.undo(store.now.scene)),
    redo: () => back(past.redo(store.now.scene)),
  });
  const dialog = gallery(choose);
  const header = new Header(
    { open: () => dialog.showModal(), choose: (backend) => store.set({ backend }), share },
    themeButton(() => queueMicrotask(draw)),
  );
  const server = new LanguageServer();
  const writing = h("div.editor");
  const editor = makeEditor(writing, store.now.source, (source) => store.set({ source }), server.extension);
  const problems = new ProblemList(editor);
  const format = h("button.quiet", { type: "button", title: "Shift+Alt+F" }, "Format");
  format.addEventListener("click", () => server.format(editor));

  const talk = new Conversation(store, {
    compiling() {
      header.show(store.now.backend);
      header.measured(undefined);
    },
    compiled(compiled, source) {
      header.device(compiled.device);
      server.trainingOf(compiled.training);
      notice.show(compiled.device.notice);
      showProblems(compiled.problems, source);
      parent.classList.toggle("broken", !compiled.schedule);
    },
    scheduled(schedule, same) {
      if (!same) {
        chart.show(schedule);
        cards.show(schedule);
        stage.choose(undefined, schedule);
      }
      // There is a colour for each class that the program names.
      const classes = Math.min(mostClasses, 1 + (schedule.painted?.length ?? 0));
      if (classes > store.now.scene.classes) store.set({ scene: withClasses(store.now.scene, classes) });
      showTools();
      if (store.now.time > schedule.end) store.set({ time: schedule.end });
      chart.move(store.now.time);
    },
    evaluated(found) {
      trouble.show(undefined);
      evaluated = found;
      chart.tell(found);
      total.textContent = readableNumber(found.value, 4);
      drawMaps();
    },
    measured: (found) => header.measured(found),
    explained: (found) => graph.show(found),
    busy: (busy) => header.busy(busy),
    failed(what, sentence) {
      if (what === "explain") graph.clear(sentence);
      else (what === "compile" ? notice : trouble).show(sentence);
    },
  });
  talk.running = () => player.playing;

  parent.append(
    ...layOutPage({
      ...{ header: header.root, notice: notice.root, editor: writing, format, problems: problems.root },
      ...{ stage: stage.root, tools: tools.root, play: player.button, total, chart: chart.root },
      ...{ trouble: trouble.root, cards: cards.root, graph: graph.root, dialog },
    }),
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
    store.set({ time });
  };
  cards.onchoose = (term) => stage.choose(term, talk.schedule);
  stage.onchannel = drawMaps;
  addEventListener("keydown", takeBack);
  addEventListener("hashchange", () => {
    const state = stateIn(location.hash, presetNamed);
    if (!state || location.hash === `#${hashOf(store.now)}`) return;
    store.set(state);
    replaceText(editor, state.source);
  });

  const remember = debounced(400, () => history.replaceState(null, "", `#${hashOf(store.now)}`));
  store.when(["scene"], drawScene);
  store.when(["time"], ({ time }) => chart.move(time));
  store.when(["source", "scene", "time", "backend"], remember);
  drawScene();
  talk.compile();

  /** Shows at once what the compiler says, and then what the language server knows to do about it. */
  async function showProblems(found: readonly Problem[], source: string): Promise<void> {
    problems.show(found);
    if (editor.state.doc.toString() !== source) return;
    markProblems(editor, found);
    const mended = await withFixes(editor, found);
    if (!mended) return;
    problems.show(mended);
    markProblems(editor, mended);
  }
  function repaint(change: Pick<State, "scene" | "preset"> & Partial<State>): void {
    past.keep(store.now.scene);
    store.set(change);
  }
  function back(scene: State["scene"] | undefined): void {
    if (scene) store.set({ scene, preset: undefined });
  }
  function choose({ source, preset }: GalleryItem): void {
    player.stop();
    replaceText(editor, source);
    const scene = preset === undefined ? undefined : presetNamed(preset);
    if (scene) repaint({ scene, preset, time: 0 });
    else store.set({ time: 0 });
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
  function takeBack(event: KeyboardEvent): void {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    if ((event.target as Element).closest(".cm-editor")) return;
    event.preventDefault();
    back(key === "y" || event.shiftKey ? past.redo(store.now.scene) : past.undo(store.now.scene));
  }
  function drawScene(): void {
    stage.showScene(store.now.scene, palette());
    showTools();
    picker.show(store.now.preset);
  }
  function showTools(): void {
    tools.show(store.now.scene, past.canUndo, past.canRedo, talk.schedule?.painted);
  }
  /** The maps of what was computed last, if it was for a picture of this size. */
  function drawMaps(): void {
    if (evaluated?.gradient.length !== store.now.scene.labels.length * (evaluated?.channels ?? 0)) return;
    stage.showGradient(evaluated);
    cards.tell(evaluated, store.now.scene, stage.channel, palette());
  }
  function draw(): void {
    picker.draw(palette());
    drawScene();
    drawMaps();
  }
}
