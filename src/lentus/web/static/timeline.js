// The course as a picture: doses above, scores below, on one axis of time. The data stands in the page; every word in it
// comes from the server, so that a number is written here as it is everywhere else.
"use strict";
(() => {
  const SYNC = "course";
  const INK = "#14262b", LINE = "#cfd9d8", PUMP = "#0b4f55", ORAL = "#b3541e", TONE = "#6a2280", SPASM = "#1a4f86", MARK = "#4a5c61", HARM = "#9e1b1b";
  const FADED = "66";
  const DAY = 86400;
  const GRADES = new Map([[0, "0"], [1, "1"], [1.5, "1+"], [2, "2"], [3, "3"], [4, "4"]]);
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const two = (number) => String(number).padStart(2, "0");

  function start() {
    const source = document.getElementById("timeline-data");
    const box = document.getElementById("timeline");
    if (!source || !box || !window.uPlot) return;
    const data = JSON.parse(source.textContent);
    box.hidden = false;
    new Course(box, data);
  }

  class Course {
    constructor(box, data) {
      this.box = box;
      this.data = data;
      this.room = box.querySelector(".timeline-charts");
      this.said = box.querySelector(".timeline-said");
      const times = data.times;
      const pad = Math.max((times[times.length - 1] - times[0]) * 0.02, DAY);
      this.whole = [times[0] - pad, times[times.length - 1] + pad];
      this.charts = [this.doses(), this.scores()].filter(Boolean);
      box.addEventListener("click", (event) => this.press(event.target.closest("button")));
      new ResizeObserver(() => this.fit()).observe(this.room);
    }

    // On a narrow screen the names beside the axes would take half of the picture; the key has them, with their units.
    narrow() { return this.room.clientWidth < 480; }

    axis(label) { return this.narrow() ? { size: 40 } : { size: 54, label, labelSize: 20, labelFont: "600 12px system-ui" }; }

    size() { return { width: Math.max(260, this.room.clientWidth), height: window.innerWidth < 736 ? 190 : 240 }; }

    fit() {
      const { width, height } = this.size();
      for (const chart of this.charts) {
        const wanted = chart.short ? Math.round(height * 0.75) : height;
        if (chart.plot.width !== width || chart.plot.height !== wanted) chart.plot.setSize({ width, height: wanted });
      }
    }

    known(series) { return series.values.some((value) => value !== null); }

    drawn(series) { return series.values.some((value) => value); }

    shared(short) {
      const { width, height } = this.size();
      const zone = this.data.zone;
      return {
        width,
        height: short ? Math.round(height * 0.75) : height,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
        legend: { show: false },
        cursor: { sync: { key: SYNC, setSeries: false }, drag: { x: true, y: false, setScale: true }, points: { size: 7 } },
        scales: { x: { time: true, min: this.whole[0], max: this.whole[1] } },
        hooks: { setCursor: [(plot) => this.tell(plot)], draw: [(plot) => this.marks(plot)], setScale: [(plot, key) => this.follow(plot, key)] },
      };
    }

    timeAxis() {
      return { stroke: INK, grid: { stroke: LINE }, ticks: { stroke: LINE }, space: 70, values: (plot, splits, _, __, step) => splits.map((at) => this.tick(at, step)) };
    }

    tick(at, step) {
      const date = uPlot.tzDate(new Date(at * 1000), this.data.zone);
      if (step < DAY) return `${two(date.getHours())}:${two(date.getMinutes())}\n${two(date.getDate())}-${MONTHS[date.getMonth()]}`;
      if (step < 27 * DAY) return `${two(date.getDate())}-${MONTHS[date.getMonth()]}\n${date.getFullYear()}`;
      return `${MONTHS[date.getMonth()]}\n${date.getFullYear()}`;
    }

    numbers(plot, splits) { return splits.map((value) => value.toLocaleString("en-US", { maximumFractionDigits: 2 })); }

    doses() {
      const { pump, oral, times } = this.data;
      const stepped = uPlot.paths.stepped({ align: 1 });
      const series = [{}], axes = [this.timeAxis()], values = [times];
      const curves = [];
      const add = (data, scale, stroke, side, dash) => {
        if (!this.drawn(data)) return;
        series.push({ label: data.label, scale, stroke, dash, width: 2.5, paths: stepped, points: { show: false } });
        axes.push({ scale, side, stroke, grid: { show: !curves.length, stroke: LINE }, ticks: { stroke: LINE }, ...this.axis(data.label), values: this.numbers });
        values.push(data.values);
        curves.push(data);
      };
      add(pump, "mcg", PUMP, 3);
      add(oral, "mg", ORAL, curves.length ? 1 : 3, [7, 4]);
      if (!curves.length && !this.data.marks.length) return null;
      if (!curves.length) { series.push({ scale: "mcg", show: false }); values.push(times.map(() => null)); }
      const shared = this.shared(false);
      // Two curves on two axes: the second is drawn lower, so that neither hides the other.
      const range = (room) => (plot, low, high) => [0, (high || 1) * room];
      Object.assign(shared.scales, { mcg: { range: range(1.12) }, mg: { range: range(curves.length > 1 ? 1.7 : 1.12) } });
      return { plot: new uPlot({ ...shared, series, axes }, values, this.room), short: false };
    }

    scores() {
      const { tone, spasms, times } = this.data;
      if (!this.known(tone) && !this.known(spasms)) return null;
      const point = (stroke, size) => ({ show: true, size, stroke, fill: "#fff", width: 2.5 });
      const shared = this.shared(true);
      // As much room on the right as the doses' second axis takes, so that both pictures share one line of time.
      if (this.drawn(this.data.pump) && this.drawn(this.data.oral)) shared.padding = [null, this.narrow() ? 40 : 74, null, null];
      shared.scales.grade = { range: [-0.3, 4.3] };
      const axes = [this.timeAxis(), { scale: "grade", stroke: INK, grid: { stroke: LINE }, ticks: { stroke: LINE }, ...this.axis("Score, 0 to 4"), splits: () => [0, 1, 2, 3, 4], values: (_, splits) => splits.map((at) => GRADES.get(at) ?? "") }];
      // Between two assessments nobody looked: the line that leads the eye from one to the next is faint.
      const series = [{},
        { label: tone.label, scale: "grade", stroke: TONE + FADED, width: 1.5, spanGaps: true, points: point(TONE, 10) },
        { label: spasms.label, scale: "grade", stroke: SPASM + FADED, width: 1.5, dash: [4, 4], spanGaps: true, points: point(SPASM, 6) }];
      return { plot: new uPlot({ ...shared, series, axes }, [times, tone.values, spasms.values], this.room), short: true };
    }

    // One thin line for each event, with a foot whose shape says what it is; its words stand below the picture.
    marks(plot) {
      const context = plot.ctx, { left, top, width, height } = plot.bbox;
      context.save();
      context.beginPath();
      context.rect(left, top, width, height);
      context.clip();
      context.lineWidth = Math.max(1, uPlot.pxRatio);
      const foot = 4.5 * uPlot.pxRatio, middle = top + height - foot - uPlot.pxRatio;
      context.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
      const place = (mark) => Math.round(plot.valToPos(this.data.times[mark.at], "x", true));
      // What belongs to one visit falls together: the plain dots give way to what has a shape of its own.
      const shaped = this.data.marks.filter((mark) => mark.group !== "other").map(place);
      const hidden = (mark, x) => mark.group === "other" && shaped.some((other) => Math.abs(other - x) < 2 * foot);
      for (const mark of this.data.marks) {
        const x = place(mark);
        if (hidden(mark, x)) continue;
        const ink = { refill: PUMP, operation: INK, harm: HARM }[mark.group] ?? MARK;
        context.strokeStyle = ink + (mark.group === "other" || mark.group === "refill" ? "55" : "aa");
        context.fillStyle = ink;
        context.beginPath();
        context.moveTo(x, top);
        context.lineTo(x, top + height);
        context.stroke();
        context.beginPath();
        this.foot(context, mark.group, x, middle, foot);
        context.fill();
      }
      context.restore();
    }

    foot(context, group, x, y, half) {
      if (group === "operation") { context.rect(x - half * 0.8, y - half * 0.8, half * 1.6, half * 1.6); return; }
      if (group !== "refill" && group !== "harm") { context.arc(x, y, half * 0.65, 0, 2 * Math.PI); return; }
      context.moveTo(x - half, group === "harm" ? y : y - half * 0.8);
      if (group === "harm") context.lineTo(x, y - half);
      context.lineTo(x + half, group === "harm" ? y : y - half * 0.8);
      context.lineTo(x, y + half);
      context.closePath();
    }

    // What stands at the cursor, in the server's words.
    tell(plot) {
      const at = plot.cursor.idx;
      if (at === null || at === undefined) { this.said.textContent = ""; return; }
      const { pump, oral, tone, spasms, times, marks, zone } = this.data;
      const date = uPlot.tzDate(new Date(times[at] * 1000), zone);
      const when = `${two(date.getDate())}-${MONTHS[date.getMonth()]}-${date.getFullYear()} ${two(date.getHours())}:${two(date.getMinutes())}`;
      const told = [when];
      if (this.known(pump)) told.push(`pump ${pump.said[at]}`);
      if (this.known(oral)) told.push(`by mouth ${oral.said[at]}`);
      if (tone.said[at]) told.push(`tone ${tone.said[at]}`);
      if (spasms.said[at]) told.push(`spasms ${spasms.said[at]}`);
      for (const mark of marks) if (mark.at === at) told.push(mark.says);
      this.said.textContent = told.join("; ");
    }

    follow(plot, key) {
      if (key !== "x" || this.moving) return;
      const { min, max } = plot.scales.x;
      this.show(min, max, plot);
    }

    show(min, max, but) {
      this.moving = true;
      for (const chart of this.charts) if (chart.plot !== but) chart.plot.setScale("x", { min, max });
      this.moving = false;
    }

    press(button) {
      if (!button) return;
      const { min, max } = this.charts[0].plot.scales.x;
      const span = max - min, middle = (min + max) / 2;
      const { span: wanted, zoom, move } = button.dataset;
      if (wanted === "all") this.show(...this.whole);
      else if (wanted) this.show(this.whole[1] - Number(wanted) * DAY, this.whole[1]);
      else if (zoom) { const half = Math.max(zoom === "in" ? span / 4 : span, DAY / 4); this.show(middle - half, middle + half); }
      else if (move) { const by = Number(move) * span / 2; this.show(min + by, max + by); }
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
