/**
 * From a chart's specification to what ECharts draws.
 *
 * The specification is the JSON beside each chart (twinbay/web/components.py): kind, horizontal,
 * categories, categoryAxis, valueAxis, series of {name, values, colour}, reference,
 * referenceLabel, provisional (the last category when it is still being collected).
 */

import { element, reducedMotion, written } from "./palette.js";

const TEXT_SIZE = 13; // px, --text-s
const BAR = 13; // px
const ROW_GAP = 16; // px between the bars of two categories
const AXES_HEIGHT = 104; // px: legend above, axis and its name below

/** Return the height in px that horizontal bars need. */
export function heightOf(spec) {
  return spec.categories.length * (spec.series.length * (BAR + 3) + ROW_GAP) + AXES_HEIGHT;
}

/**
 * Return ECharts' option object.
 *
 * @param spec the specification.
 * @param colours of `palette()`.
 * @param width of the chart in px, which decides how long names are broken.
 */
export function optionOf(spec, colours, width) {
  const category = categoryAxis(spec, colours, width);
  const value = valueAxis(spec, colours);
  const severalSeries = spec.series.length > 1;
  return {
    animation: !reducedMotion(),
    animationDuration: 300,
    textStyle: { fontFamily: colours.font, fontSize: TEXT_SIZE, color: colours.ink },
    grid: {
      left: 8,
      right: spec.horizontal ? 44 : 24,
      top: (severalSeries ? 32 : 0) + (spec.horizontal ? 16 : 36),
      bottom: 32,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    legend: {
      show: severalSeries,
      left: 0,
      top: 0,
      itemWidth: 12,
      itemHeight: 12,
      icon: "roundRect",
      selectedMode: false,
      textStyle: { color: colours.ink, fontFamily: colours.font, fontSize: TEXT_SIZE },
    },
    tooltip: tooltip(spec, colours),
    xAxis: spec.horizontal ? value : category,
    yAxis: spec.horizontal ? category : value,
    series: spec.series.map((series, position) => seriesOf(spec, series, position, colours)),
  };
}

/** Return the sentence for one category, for screen readers. */
export function sentence(spec, index) {
  const values = spec.series.map((series) => `${series.name} ${valueOf(spec, series, index)}`);
  return `${spec.categories[index]}: ${values.join(", ")}`;
}

function categoryAxis(spec, colours, width) {
  return {
    type: "category",
    data: spec.categories,
    inverse: spec.horizontal,
    name: spec.horizontal ? "" : spec.categoryAxis,
    nameLocation: "middle",
    nameGap: 32,
    nameTextStyle: { color: colours.soft, fontSize: TEXT_SIZE },
    axisTick: { show: !spec.horizontal, alignWithLabel: true, lineStyle: { color: colours.strong } },
    axisLine: { lineStyle: { color: colours.strong } },
    axisLabel: {
      color: colours.ink,
      fontSize: TEXT_SIZE,
      hideOverlap: !spec.horizontal,
      interval: spec.horizontal ? 0 : "auto",
      width: spec.horizontal ? Math.min(240, Math.round(width * 0.36)) : undefined,
      overflow: "break",
    },
  };
}

function valueAxis(spec, colours) {
  return {
    type: "value",
    name: spec.valueAxis,
    nameLocation: spec.horizontal ? "middle" : "end",
    nameGap: spec.horizontal ? 30 : 14,
    nameTextStyle: {
      color: colours.soft,
      fontSize: TEXT_SIZE,
      align: spec.horizontal ? "center" : "left",
    },
    splitNumber: 4,
    minInterval: decimalsOf(spec) === 0 ? 1 : undefined,
    splitLine: { lineStyle: { color: colours.rule } },
    axisLine: { show: false },
    axisLabel: { color: colours.soft, fontSize: TEXT_SIZE, formatter: (value) => written(value), hideOverlap: true },
  };
}

/** Whole numbers stay whole; anything else has two decimals, so that they compare at a glance. */
function decimalsOf(spec) {
  const values = spec.series.flatMap((series) => series.values);
  return values.every((value) => value === null || Number.isInteger(value)) ? 0 : 2;
}

function valueOf(spec, series, index) {
  return written(series.values[index], decimalsOf(spec));
}

function seriesOf(spec, series, position, colours) {
  const colour = colours[series.colour];
  const drawn = spec.kind === "line" ? line(spec, series, colour) : bars(spec, series, colours);
  const markLine = position === 0 && spec.reference !== null ? reference(spec, colours) : undefined;
  return {
    name: series.name,
    color: colour,
    data: series.values,
    emphasis: { disabled: true },
    markLine,
    ...drawn,
  };
}

function line(spec, series, colour) {
  const last = spec.categories.length - 1;
  const provisional = spec.provisional !== "" && spec.provisional === spec.categories[last];
  const point = (value, index) => {
    if (!provisional || index < last) return value;
    // A hollow point: the year is not complete yet.
    return { value, symbol: "emptyCircle", symbolSize: 9 };
  };
  return {
    type: "line",
    data: series.values.map(point),
    lineStyle: { width: 2.5, color: colour },
    symbol: "circle",
    symbolSize: 7,
    showAllSymbol: spec.categories.length <= 40,
  };
}

function bars(spec, series, colours) {
  return {
    type: "bar",
    barWidth: spec.horizontal ? BAR : undefined,
    barMaxWidth: 28,
    barGap: "20%",
    label: {
      show: spec.horizontal,
      position: "right",
      color: colours.ink,
      fontSize: 12,
      formatter: ({ value }) => written(value, decimalsOf(spec)),
    },
  };
}

function reference(spec, colours) {
  const axis = spec.horizontal ? "xAxis" : "yAxis";
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: colours.strong, type: "dashed", width: 1.5 },
    label: {
      formatter: spec.referenceLabel,
      color: colours.soft,
      fontSize: 12,
      position: spec.horizontal ? "start" : "insideEndTop",
      distance: 4,
    },
    data: [{ [axis]: spec.reference }],
  };
}

function tooltip(spec, colours) {
  return {
    trigger: "axis",
    confine: true,
    className: "chart-tooltip",
    backgroundColor: colours.surface,
    borderColor: colours.strong,
    borderWidth: 1,
    textStyle: { color: colours.ink, fontSize: TEXT_SIZE, fontFamily: colours.font },
    axisPointer: {
      type: spec.kind === "line" ? "line" : "shadow",
      lineStyle: { color: colours.strong },
      shadowStyle: { color: colours.ink, opacity: 0.06 },
    },
    // Elements, not markup: names from the data stay text, and the security policy forbids
    // style attributes.
    formatter: (points) => tooltipOf(spec, points[0].dataIndex),
  };
}

function tooltipOf(spec, index) {
  const box = element("div");
  box.append(element("strong", "", spec.categories[index]));
  for (const series of spec.series) {
    const row = element("div", "chart-tooltip__row");
    row.append(
      element("span", `bay-dot bay-${series.colour}`),
      element("span", "chart-tooltip__name", series.name),
      element("span", "chart-tooltip__value", valueOf(spec, series, index)),
    );
    box.append(row);
  }
  return box;
}
