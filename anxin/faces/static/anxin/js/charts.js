// Figures drawn from the table behind them: one ECharts (SVG) per [data-chart], its numbers read from the table's cells.
import { init } from "../../vendor/echarts/echarts.js";

const css = getComputedStyle(document.documentElement);
const colour = (name) => css.getPropertyValue(`--${name}`).trim();
const number = (text) => (/\d/.test(text) ? Number(text.replace(/[^\d.-]/g, "")) : null); // "—": too few to tell a share
const font = css.getPropertyValue("font-family");

function read(table) {
  const columns = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  return { columns, names: rows.map((row) => row[0]), series: columns.slice(1).map((_name, n) => rows.map((row) => number(row[n + 1]))) };
}

const text = () => ({ color: colour("ink-2"), fontSize: 12, fontFamily: font });
const tints = () => [colour("teal"), mix("teal", 0.45), colour("line"), colour("ink-3"), colour("sunk"), colour("amber-tint"), mix("ink-3", 0.45)];
const mix = (name, share) => `color-mix(in oklab, ${colour(name)} ${share * 100}%, ${colour("sheet")})`;

function axes(place, data, lying) {
  const names = { type: "category", data: data.names, axisLine: { lineStyle: { color: colour("line") } }, axisTick: { show: false }, axisLabel: text(), inverse: lying };
  const whole = data.series.flat().every(Number.isInteger);
  const values = { type: "value", minInterval: whole ? 1 : 0, splitLine: { lineStyle: { color: colour("line") } }, axisLabel: { ...text(), formatter: `{value}${place.dataset.unit}` } };
  return lying ? { xAxis: values, yAxis: names } : { xAxis: names, yAxis: { ...values, scale: true } };
}

const goal = (place, lying) => (place.dataset.goal ? { symbol: "none", silent: true, lineStyle: { color: colour("ink"), type: "dashed" }, label: { ...text(), formatter: "{c}", position: lying ? "start" : "end" }, data: [lying ? { xAxis: Number(place.dataset.goal) } : { yAxis: Number(place.dataset.goal) }] } : undefined);
const label = (place, where) => ({ show: true, position: where, ...text(), color: colour("ink"), fontWeight: 600, formatter: ({ value }) => (value == null ? "" : `${value.toLocaleString("en-US")}${place.dataset.unit}`) });

// A share is never told without how many it is of: the next column of its table.
const counted = (place, data, value, n) => (value == null ? "" : `${value.toLocaleString("en-US")}${place.dataset.unit}${place.dataset.unit === "%" && data.series[1] ? ` (${data.series[1][n]})` : ""}`);

const most = (data) => Math.max(...data.series.flat(), 1);

const KINDS = {
  bar: (place, data) => ({ ...axes(place, data, true), series: [{ type: "bar", barWidth: 16, data: data.series[0], itemStyle: { color: colour("teal") }, label: { ...label(place, "right"), formatter: ({ value, dataIndex }) => counted(place, data, value, dataIndex) }, markLine: goal(place, true) }] }),
  stack: (place, data) => ({
    ...axes(place, data, true),
    legend: { top: 0, left: 0, textStyle: text(), itemWidth: 12, itemHeight: 12 },
    series: data.series.map((values, n) => ({ type: "bar", stack: "all", name: data.columns[n + 1], barWidth: 24, data: values, itemStyle: { color: tints()[n % 7], borderColor: colour("sheet") }, label: { ...label(place, "inside"), formatter: ({ value }) => value || "", color: n === 0 || n === 3 ? colour("sheet") : colour("ink") } })),
  }),
  line: (place, data) => ({ ...axes(place, data, false), series: data.series.map((values, n) => ({ type: "line", name: data.columns[n + 1], data: values, symbol: "circle", symbolSize: 6, showAllSymbol: false, lineStyle: { width: 2, color: n ? colour("rule") : colour("teal") }, itemStyle: { color: n ? colour("rule") : colour("teal") }, endLabel: { ...label(place, "right") }, markLine: n ? undefined : goal(place, false) })) }),
  pie: (place, data) => ({ series: [{ type: "pie", radius: ["45%", "75%"], data: data.names.map((name, n) => ({ name, value: data.series[0][n], itemStyle: { color: tints()[n % 7], borderColor: colour("paper") } })), label: { ...text(), formatter: `{b}\n{c}${place.dataset.unit}` } }] }),
  heat: (place, data) => ({
    xAxis: { type: "category", data: data.columns.slice(1), axisLabel: text(), axisTick: { show: false } },
    yAxis: { type: "category", data: data.names, inverse: true, axisLabel: text(), axisTick: { show: false } },
    visualMap: { show: false, min: 0, max: most(data), inRange: { color: [colour("sunk"), colour("teal")] } },
    series: [{ type: "heatmap", data: data.series.flatMap((values, x) => values.map((value, y) => ({ value: [x, y, value], label: { color: colour(value > most(data) / 2 ? "sheet" : "ink") } }))), label: { show: true, ...text() }, itemStyle: { borderColor: colour("paper"), borderWidth: 2 } }],
  }),
};

function draw(place) {
  const table = document.getElementById(place.dataset.table);
  const make = KINDS[place.dataset.chart];
  if (!table || !make) return;
  place.hidden = false;
  const chart = init(place, null, { renderer: "svg" });
  chart.setOption({ animationDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150, grid: { left: 4, right: place.dataset.unit === "%" ? 84 : 48, top: place.dataset.chart === "stack" ? (place.clientWidth < 560 ? 56 : 32) : place.dataset.goal ? 22 : 12, bottom: 4, containLabel: true }, tooltip: { renderMode: "richText", trigger: "item", textStyle: text() }, ...make(place, read(table)) });
  new ResizeObserver(() => chart.resize()).observe(place);
  const behind = table.closest("details");
  behind.open = location.hash === `#${table.id}`;
}

for (const place of document.querySelectorAll("[data-chart]")) draw(place);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href$="-table"]');
  const table = link && document.querySelector(link.getAttribute("href"));
  if (table) table.closest("details").open = !table.closest("details").open;
});
