import { BarChart, LineChart, MapChart, ScatterChart, EffectScatterChart, LinesChart } from 'echarts/charts'
import { GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

echarts.use([BarChart, LineChart, MapChart, ScatterChart, EffectScatterChart, LinesChart, GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, SVGRenderer])

export { echarts }

/** colour is one of the page's, as it is at present. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

/** palette is for series side by side, told apart by people who see colours otherwise, too (Okabe and Ito 2008). */
export const palette = ['#0b6e4f', '#e69f00', '#56b4e9', '#cc79a7', '#0072b2', '#d55e00', '#009e73']
