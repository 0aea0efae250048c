/* A small line plot on logarithmic axes: every curve, its label at its end, and a mark where the reader is. */
(function () {
  "use strict";

  const HEIGHT = 300;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function short(value) {
    const units = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]];
    const [size, letter] = units.find(([size]) => value >= size && value < 1e15) || [1, ""];
    const digits = String(Number((value / size).toPrecision(3)));
    return digits + letter;
  }

  function drawLabels(plot, series, x, now, narrow) {
    const { ctx, bbox } = plot;
    const ratio = window.devicePixelRatio;
    ctx.save();
    ctx.font = `${12 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
    ctx.textBaseline = "middle";
    const taken = [];
    for (const { label, values, at, stroke } of series) {
      ctx.fillStyle = stroke;
      const last = values.findLastIndex((value) => value !== null);
      if (last < 0) continue;
      const place = plot.valToPos(values[last], "y", true);
      const free = (one) => taken.every((other) => Math.abs(other - one) >= 13 * ratio);
      const shifts = [0, -14, 14, -28, 28].map((shift) => place + shift * ratio);
      const top = shifts.find((one) => one >= bbox.top && free(one)) ?? place;
      taken.push(top);
      const end = Math.min(plot.valToPos(x[last], "x", true), bbox.left + bbox.width);
      ctx.textAlign = narrow ? "right" : "left";
      ctx.fillText(label, narrow ? end : end + 6 * ratio, narrow ? top - 9 * ratio : top);
      if (at > 0 && now >= x[0] && now <= x[x.length - 1]) {
        ctx.beginPath();
        ctx.arc(plot.valToPos(now, "x", true), plot.valToPos(at, "y", true), 4 * ratio, 0, 2 * Math.PI);
        ctx.fill();
      }
    }
    ctx.restore();
  }

  /* x: values of the abscissa; series: [{label, values, at}] with null where there is no value; now: where the reader is. */
  window.reasoncostPlot = function (holder, x, series, now, names) {
    const ink = colour("--fig-ink"), grid = colour("--fig-grid");
    const drawn = series
      .map((one, order) => ({ ...one, stroke: colour(`--fig-series-${order}`) }))
      .filter((one) => one.values.some((value) => value !== null));
    const narrow = holder.clientWidth < 480;
    holder.replaceChildren();
    if (!drawn.length) return;
    const axis = (label, size) => ({
      label, size, labelSize: 20, stroke: ink, font: "12px sans-serif", labelFont: "12px sans-serif",
      grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 },
      values: (plot, splits) => splits.map((value) => (value === null ? "" : short(value))),
    });
    new window.uPlot(
      {
        width: holder.clientWidth, height: HEIGHT, padding: [16, narrow ? 12 : 120, 0, 0],
        legend: { show: false }, cursor: { show: false },
        scales: {
          x: { time: false, distr: 3, range: [x[0], x[x.length - 1]] },
          y: { distr: 3, range: (plot, low, high) => window.uPlot.rangeLog(low, high, 10, false) },
        },
        axes: [axis(names.x, 50), axis(names.y, 64)],
        series: [{}, ...drawn.map((one) => ({ label: one.label, stroke: one.stroke, width: 2, points: { show: false } }))],
        hooks: { draw: [(plot) => drawLabels(plot, drawn, x, now, narrow)] },
      },
      [x, ...drawn.map((one) => one.values)],
      holder,
    );
  };
})();
