// Anxin's cut of ECharts: what our charts draw, with the SVG renderer only.
import { init, use } from "echarts/core";
import { BarChart, CustomChart, HeatmapChart, LineChart, PieChart } from "echarts/charts";
import {
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent,
} from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([
  BarChart, LineChart, PieChart, HeatmapChart, CustomChart,
  GridComponent, TooltipComponent, LegendComponent, DatasetComponent, VisualMapComponent, MarkLineComponent, AriaComponent, SVGRenderer,
]);
export { init };
