/** Told apart by people who see few colours, and readable on white and on near-black. */
export const colors = ["#2f7ed8", "#e07b00", "#1a9e6c", "#b455c8", "#d1495b", "#8a7a00", "#0e9aa7", "#7a6ff0"];

/** Colours for light and dark pages. */
export const timelineStyle = `<style>
text { font-family: ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1c2430; font-size: 12px }
.paper { fill: #ffffff }
.head { font-size: 16px; font-weight: 600 }
.term { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
.note, .tick { fill: #66707d }
.figure { font-size: 11px; fill: #3d4754; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round }
.grid { stroke: #e8ebef }
.zero, .base { stroke: #c3cad3 }
.milestone { stroke: #66707d; stroke-dasharray: 3 3 }
.flag { font-size: 11.5px; font-weight: 600 }
.area { fill-opacity: 0.22 }
.edge { fill: none; stroke-width: 2; stroke-linejoin: round }
${colors.map((c, i) => `.c${i} .area { fill: ${c} } .c${i} .edge { stroke: ${c} }`).join("\n")}
@media (prefers-color-scheme: dark) {
  text { fill: #e4e9f0 }
  .paper { fill: #14181f }
  .note, .tick { fill: #9aa5b3 }
  .figure { fill: #c2cad5; stroke: #14181f }
  .grid { stroke: #242b35 }
  .zero, .base { stroke: #46505e }
  .milestone { stroke: #9aa5b3 }
  .area { fill-opacity: 0.34 }
}
</style>`;
