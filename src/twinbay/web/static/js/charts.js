/**
 * Draws every chart of the page. Each stays readable without this script: its figures are in the
 * table below it.
 *
 * Keyboard: a focused chart reads its values with the arrow keys, Home and End; Escape stops.
 */

import { heightOf, optionOf, sentence } from "./chart_options.js";
import { element, onSchemeChange, palette } from "./palette.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function draw(container) {
  const spec = JSON.parse(document.getElementById(container.dataset.chart).textContent);
  if (spec.horizontal) container.style.height = `${heightOf(spec)}px`;
  const chart = window.echarts.init(container, null, { renderer: "canvas" });
  const redraw = () => chart.setOption(optionOf(spec, palette(), container.clientWidth), true);
  redraw();
  onSchemeChange(redraw);
  let width = container.clientWidth;
  new ResizeObserver(() => {
    if (container.clientWidth === width || !container.clientWidth) return;
    width = container.clientWidth;
    chart.resize({ animation: { duration: 0 } });
    redraw();
  }).observe(container);
  readWithKeys(container, chart, spec);
}

function readWithKeys(container, chart, spec) {
  const last = spec.categories.length - 1;
  const spoken = element("p", "visually-hidden");
  spoken.setAttribute("aria-live", "polite");
  container.after(spoken);
  container.tabIndex = 0;
  let index = -1;
  const leave = () => {
    index = -1;
    spoken.textContent = "";
    chart.dispatchAction({ type: "hideTip" });
  };
  container.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return leave();
    if (event.key === "Home") index = 0;
    else if (event.key === "End") index = last;
    else if (event.key in STEPS) index = Math.max(0, Math.min(last, index + STEPS[event.key]));
    else return;
    event.preventDefault();
    chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: index });
    spoken.textContent = sentence(spec, index);
  });
  container.addEventListener("blur", leave);
}

document.querySelectorAll("[data-chart]").forEach(draw);
