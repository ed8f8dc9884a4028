// Draws the figures of one id with plotly.js, in place of their pictures. Without plotly.js on the page the pictures stay.
(function (id, figure) {
  function lines(text, most) {
    if (!text) return [];
    return text.split("<br>").join(" ").split(" ").reduce(function (all, word) {
      var last = all[all.length - 1];
      // An entity such as &amp; is one letter.
      var length = (last + " " + word).replace(/&[#\w]+;/g, ".").length;
      if (last && length > most) all.push(word);
      else all[all.length - 1] = last ? last + " " + word : word;
      return all;
    }, [""]);
  }

  // Title, legend and the panels' titles, one below the other, as Json/HeadRoom.cs counts them.
  function head(layout, hasPie, width) {
    var meta = layout.meta;
    var title = lines(meta.title, Math.floor(width / 9.6));
    var subtitle = lines(meta.subtitle, Math.floor(width / 7.1));
    if (layout.title) {
      var style = '<span style="font-size:13px;font-weight:400;color:#5b6875">';
      layout.title.text = title.concat(subtitle.map(function (line) { return style + line + "</span>"; })).join("<br>");
      layout.title.y = 1 - 14 / layout.height;
      layout.title.x = 8 / width;
    }
    var height = 14 + title.length * 22 + subtitle.length * 17;
    if (meta.legend) {
      layout.legend.x = 0;
      layout.legend.y = 1 - height / layout.height;
      var rows = 1;
      var used = 0;
      meta.legend.forEach(function (name) {
        var needed = name.length * 7 + 48;
        if (used && used + needed > width - 20) {
          rows++;
          used = 0;
        }
        used += needed;
      });
      height += rows * 21;
    }
    layout.margin.t = height + (hasPie ? 28 : 12) + (meta.panels && layout.annotations ? 26 : 0);
  }

  // Long names would take the room of the chart itself; hovering says them in full.
  function shortened(layout, width) {
    Object.keys(layout).forEach(function (key) {
      var axis = layout[key];
      if (!/^[xy]axis/.test(key) || axis.type !== "category" || axis.categoryarray.length > 30) return;
      var most = key[0] === "x" ? (width < 560 ? 16 : 28) : (width < 560 ? 20 : 40);
      if (!axis.categoryarray.some(function (name) { return name.length > most; })) return;
      axis.tickmode = "array";
      axis.tickvals = axis.categoryarray;
      axis.ticktext = axis.categoryarray.map(function (name) { return name.length > most ? name.slice(0, most - 1) + "\u2026" : name; });
    });
  }

  // On a phone the panels of a grid stand below one another.
  function stacked(copy) {
    var layout = copy.layout;
    var panels = layout.meta.panels;
    layout.height = Math.max(layout.height, 60 + 330 * panels.length);
    var pies = copy.data.filter(function (trace) { return trace.domain; });
    var titles = (layout.annotations || []).filter(function (note) { return note.xref === "paper"; });
    var at = function (x, y, panel) { return x === panel[0] && y === panel[1]; };
    var moves = panels.map(function (panel, i) {
      return {
        number: i ? String(i + 1) : "",
        top: 1 - i / panels.length,
        bottom: 1 - (i + 0.7) / panels.length,
        pies: pies.filter(function (pie) { return at(pie.domain.x[0], pie.domain.y[1], panel); }),
        titles: titles.filter(function (note) { return at(note.x, note.y, panel); })
      };
    });
    moves.forEach(function (move) {
      var x = layout["xaxis" + move.number];
      var y = layout["yaxis" + move.number];
      if (x) x.domain = [0, 1];
      if (y) y.domain = [move.bottom, move.top];
      move.pies.forEach(function (pie) { pie.domain = { x: [0, 1], y: [move.bottom, move.top] }; });
      move.titles.forEach(function (note) {
        note.x = 0;
        note.y = move.top;
      });
    });
  }

  function fitted(width) {
    var copy = JSON.parse(JSON.stringify(figure));
    var layout = copy.layout = copy.layout || {};
    copy.config = copy.config || {};
    delete layout.width;
    // Another library's figure is drawn as it says.
    if (!layout.meta || !layout.legend) return copy;
    if (width < 560) {
      layout.font.size = 12;
      layout.margin.r = 12;
      copy.config.displayModeBar = false;
      // Numbers in cells would be too small to read; touching a cell says its number.
      copy.data.forEach(function (trace) { if (trace.type === "heatmap") delete trace.texttemplate; });
      if (layout.legend.orientation !== "h") {
        layout.legend = { orientation: "h", x: 0, xanchor: "left", y: -0.06, yanchor: "top", traceorder: "normal" };
      }
      if (layout.meta.panels) stacked(copy);
    }
    shortened(layout, width);
    head(layout, copy.data.some(function (trace) { return trace.type === "pie"; }), width);
    return copy;
  }

  function draw() {
    document.querySelectorAll('[data-figure="' + id + '"]').forEach(function (place) {
      if (place.dataset.drawn) return;
      place.dataset.drawn = "true";
      var stage = place.querySelector(".cn-stage");
      var width = 0;
      function redraw() {
        var now = place.clientWidth;
        if (!now || now === width) return;
        width = now;
        stage.style.display = "block";
        var copy = fitted(now);
        window.Plotly.react(stage, copy.data, copy.layout, copy.config);
        place.querySelector(".cn-picture").classList.add("cn-drawn");
      }
      redraw();
      if (window.ResizeObserver) new ResizeObserver(redraw).observe(place);
    });
  }

  if (window.Plotly) draw();
  else (window.creditNotebooksFigures = window.creditNotebooksFigures || []).push(draw);
})
