/* A small line plot on logarithmic axes: every curve with its label, and a mark where the reader is. */
(function () {
  "use strict";

  const HEIGHT = 300;
  const LINE = 15;
  const DASHES = [[], [9, 3], [3, 3], [12, 3, 3, 3]];
  const FONT = "12px sans-serif";

  function short(value) {
    const units = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]];
    const [size, letter] = units.find(([size]) => value >= size && value < 1e15) || [1, ""];
    const digits = String(Number((value / size).toPrecision(3)));
    return digits + letter;
  }

  /* Heights at least a line apart, as near to the wanted ones as their order allows. */
  function spread(wanted, line) {
    const order = wanted.map((_, index) => index).sort((one, other) => wanted[one] - wanted[other]);
    const heights = [...wanted];
    for (const [at, one] of order.entries())
      if (at) heights[one] = Math.max(heights[one], heights[order[at - 1]] + line);
    return heights;
  }

  class Plot {
    constructor(holder, x, curves, names) {
      this.narrow = holder.clientWidth < 480;
      this.curves = curves;
      const style = getComputedStyle(document.documentElement);
      const ink = style.getPropertyValue("--fig-ink"), grid = style.getPropertyValue("--fig-grid");
      this.strokes = curves.map((_, order) => style.getPropertyValue(`--fig-series-${order}`).trim());
      const axis = (label, size) => ({
        label, size, labelSize: 16, stroke: ink, font: FONT, labelFont: FONT,
        grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 },
        values: (plot, splits) => splits.map((value) => (value === null ? "" : short(value))),
      });
      const series = curves.map((_, order) => (
        { stroke: this.strokes[order], dash: DASHES[order], width: 2, pxAlign: 0, points: { show: false } }));
      const above = this.narrow ? curves.length * LINE + 8 : 12;
      holder.replaceChildren();
      this.drawn = new window.uPlot(
        {
          width: holder.clientWidth, height: HEIGHT + (this.narrow ? above : 0),
          padding: [above, this.narrow ? 16 : 130, 0, 0],
          legend: { show: false }, cursor: { show: false },
          scales: {
            x: { time: false, distr: 3, range: [x[0], x[x.length - 1]] },
            y: { distr: 3, range: (plot, low, high) => (low > 0 ? window.uPlot.rangeLog(low, high, 10, false) : [1, 10]) },
          },
          axes: [axis(names.x, 34), axis(names.y, 52)],
          series: [{}, ...series],
          hooks: { draw: [() => this.finish()] },
        },
        null,
        holder,
      );
    }

    show(x, curves, now) {
      this.x = x;
      this.curves = curves;
      this.now = now;
      this.drawn.setData([x, ...curves.map((one) => one.values)]);
    }

    finish() {
      const ratio = window.devicePixelRatio;
      const { ctx } = this.drawn;
      ctx.save();
      ctx.font = FONT.replace("12", String(12 * ratio));
      ctx.textAlign = "left";
      ctx.textBaseline = "middle";
      if (this.narrow) this.key(ctx, ratio);
      else this.label(ctx, ratio);
      this.mark(ctx, ratio);
      ctx.restore();
    }

    /* Where there is room, each label stands at the end of its curve. */
    label(ctx, ratio) {
      const { bbox } = this.drawn;
      const ends = this.curves.map(({ values }) => values.findLastIndex((value) => value !== null));
      const some = this.curves.map((_, order) => order).filter((order) => ends[order] >= 0);
      const heights = some.map((order) => this.drawn.valToPos(this.curves[order].values[ends[order]], "y", true));
      for (const [at, height] of spread(heights, LINE * ratio).entries()) {
        ctx.fillStyle = this.strokes[some[at]];
        ctx.fillText(this.curves[some[at]].label, bbox.left + bbox.width + 6 * ratio, height);
      }
    }

    /* Where there is none, a key above the frame: a piece of each line, and its label. */
    key(ctx, ratio) {
      const { bbox } = this.drawn;
      for (const [order, { label }] of this.curves.entries()) {
        const height = (order + 0.5) * LINE * ratio;
        ctx.fillStyle = ctx.strokeStyle = this.strokes[order];
        ctx.lineWidth = 2 * ratio;
        ctx.setLineDash(DASHES[order].map((one) => one * ratio));
        ctx.beginPath();
        ctx.moveTo(bbox.left, height);
        ctx.lineTo(bbox.left + 30 * ratio, height);
        ctx.stroke();
        ctx.fillText(label, bbox.left + 38 * ratio, height);
      }
      ctx.setLineDash([]);
    }

    mark(ctx, ratio) {
      if (!(this.now >= this.x[0] && this.now <= this.x[this.x.length - 1])) return;
      for (const [order, { at }] of this.curves.entries()) {
        if (at === null) continue;
        ctx.fillStyle = this.strokes[order];
        ctx.beginPath();
        ctx.arc(this.drawn.valToPos(this.now, "x", true), this.drawn.valToPos(at, "y", true), 4 * ratio, 0, 2 * Math.PI);
        ctx.fill();
      }
    }
  }

  const plots = new WeakMap();

  /* x: values of the abscissa; curves: [{label, values, at}], null where there is no value; now: where the reader is.
     A plot is made anew only where its frame or the theme has changed. */
  window.reasoncostPlot = function (holder, x, curves, now, names) {
    if (!holder.clientWidth) return;
    const key = [holder.clientWidth, window.devicePixelRatio, document.documentElement.dataset.theme].join();
    let known = plots.get(holder);
    if (known?.key !== key) plots.set(holder, (known = { key, plot: new Plot(holder, x, curves, names) }));
    known.plot.show(x, curves, now);
  };
})();
