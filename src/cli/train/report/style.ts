/** Of the whole page: one column on a telephone, light or dark as the reader has it. */
export const reportStyle = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1c2430; --soft: #5c6673; --line: #e3e7ec; --panel: #f6f8fa; --accent: #2463b0;
  --c0: #2f7ed8; --c1: #d46a00; --c2: #168a5e; --c3: #a94bc0; --c4: #d1495b; --c5: #857500; --c6: #0c8a96; --c7: #6d62e6 }
@media (prefers-color-scheme: dark) { :root { --paper: #14181f; --ink: #e4e9f0; --soft: #9aa5b3; --line: #2a323d; --panel: #1b212a; --accent: #7db4ff;
  --c0: #5ea3f2; --c1: #ff9a3d; --c2: #3cc492; --c3: #cf86e3; --c4: #f07a8a; --c5: #cdb93a; --c6: #3fc3cf; --c7: #a39bff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif }
main { max-width: 1120px; margin: 0 auto; padding: 2.2rem 1.2rem 4rem }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere }
h2 { font-size: 1.2rem; margin: 2.6rem 0 .7rem }
h3 { font-size: .98rem; margin: 0 }
p { margin: .3rem 0 .8rem; max-width: 46rem }
.lead, .chart p, figcaption small, .note { color: var(--soft) }
.notice { border-left: 4px solid var(--c1); background: var(--panel); padding: .6rem 1rem; border-radius: 0 8px 8px 0 }
.results { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: .8rem; margin: 1.4rem 0 0; padding: 0 }
.results div { background: var(--panel); border-radius: 10px; padding: .8rem 1rem }
.results dt { color: var(--soft); font-size: .86rem }
.results dd { margin: 0; font-size: 1.65rem; font-weight: 620; font-variant-numeric: tabular-nums; line-height: 1.25 }
.results dd + dd { font-size: .86rem; font-weight: 400; color: var(--soft) }
pre, code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86rem }
pre { background: var(--panel); border-radius: 10px; padding: 1rem 1.1rem; overflow-x: auto; line-height: 1.5; margin: 0 }
.scroll { overflow-x: auto }
.scroll > img { display: block; width: 100%; min-width: 640px; height: auto }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; min-width: 100% }
th, td { padding: .32rem .7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap }
th { font-weight: 600; color: var(--soft) }
th:first-child, td:first-child, .phases th, .phases td, .settings th, .settings td { text-align: left }
.phases td, .settings td { white-space: normal; overflow-wrap: anywhere }
.settings th, .phases th { vertical-align: top; padding-left: 0 }
td small { color: var(--soft) }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 2rem 2.2rem }
figure { margin: 0 }
.chart { display: flex; flex-direction: column; justify-content: space-between }
.chart p { font-size: .86rem; margin: .1rem 0 .4rem }
.chart svg { width: 100%; height: auto; display: block }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0 0 .4rem; padding: 0; font-size: .86rem }
.legend i { display: inline-block; width: 1.3em; height: 0; border-top: 3px solid var(--color); vertical-align: .28em; margin-right: .45em }
.legend .dashed i { border-top-style: dashed }
.legend .faint i { border-top-width: 1px; opacity: .7 }
.legend .patch i { height: .8em; width: .8em; border: 0; border-radius: 2px; background: var(--color); vertical-align: -.06em }
svg text { font-size: 11.5px; fill: var(--soft); font-family: inherit }
.grid { stroke: var(--line) } .base { stroke: var(--soft) } .milestone { stroke: var(--soft); stroke-dasharray: 3 4 }
svg path { fill: none; stroke: var(--color); stroke-width: 2; stroke-linejoin: round } svg circle { fill: var(--color) }
svg .faint path { stroke-width: 1; opacity: .7 } svg .dashed path { stroke-dasharray: 6 4 }
.c0 { --color: var(--c0) } .c1 { --color: var(--c1) } .c2 { --color: var(--c2) } .c3 { --color: var(--c3) }
.c4 { --color: var(--c4) } .c5 { --color: var(--c5) } .c6 { --color: var(--c6) } .c7 { --color: var(--c7) }
.example { margin: 0 0 1.6rem }
.example h3 small { font-weight: 400; color: var(--soft) }
.example ul { list-style: none; margin: .4rem 0 0; padding: 0; display: grid; grid-template-columns: repeat(5, 1fr); gap: .7rem }
.example img { display: block; width: 100%; height: auto; border-radius: 6px; image-rendering: pixelated }
.example li { font-size: .82rem; color: var(--soft) }
@media (max-width: 640px) { .example ul { grid-template-columns: repeat(2, 1fr) } main { padding-top: 1.2rem } h1 { font-size: 1.4rem } }
footer { margin-top: 3rem; color: var(--soft); font-size: .86rem }
`;
