import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type ComposeOption } from 'echarts/core';
import type { BarSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

// Only what the pages draw.
register([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export type ChartOption = ComposeOption<
  BarSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>;

/** A chart in its place, which it fills as that changes. */
export interface Drawing {
  readonly show: (option: ChartOption) => void;
  /** Somebody pressed what stands for one number. Gives back how to stop listening. */
  readonly onPress: (listener: (pressed: { readonly series: number; readonly index: number }) => void) => () => void;
  readonly end: () => void;
}

export function drawChart(place: HTMLElement): Drawing {
  const chart = init(place, null, { renderer: 'svg' });
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(place);
  return {
    show: (option) => chart.setOption(option, { notMerge: true }),
    onPress: (listener) => {
      const pressed = ({ seriesIndex, dataIndex }: { seriesIndex?: number; dataIndex: number }): void =>
        listener({ series: seriesIndex ?? 0, index: dataIndex });
      chart.on('click', pressed);
      return () => void chart.off('click', pressed);
    },
    end: () => {
      watch.disconnect();
      chart.dispose();
    },
  };
}
