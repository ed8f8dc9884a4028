// Draws the figures of one id with plotly.js, in place of their pictures. Without plotly.js on the page the pictures stay.
(function (id, figure) {
  function wrapped(text, width, pixelsPerLetter) {
    var most = Math.max(16, Math.floor(width / pixelsPerLetter));
    return text.split("<br>").join(" ").split(" ").reduce(function (lines, word) {
      var last = lines[lines.length - 1];
      // An entity such as &amp; is one letter.
      var length = (last + " " + word).replace(/&[#\w]+;/g, ".").length;
      if (last && length > most) lines.push(word);
      else lines[lines.length - 1] = last ? last + " " + word : word;
      return lines;
    }, [""]).join("<br>");
  }

  // On a phone the panels of a grid stand below one another.
  function stacked(layout, data, panels) {
    var pies = data.filter(function (trace) { return trace.domain; });
    for (var i = 0; i < panels.length; i++) {
      var top = 1 - i / panels.length;
      var bottom = top - 0.66 / panels.length;
      var x = layout["xaxis" + (i ? i + 1 : "")];
      var y = layout["yaxis" + (i ? i + 1 : "")];
      if (x) x.domain = [0, 1];
      if (y) y.domain = [bottom, top];
      pies.forEach(function (pie) {
        if (pie.domain.x[0] === panels[i][0] && pie.domain.y[1] === panels[i][1]) pie.domain = { x: [0, 1], y: [bottom, top] };
      });
      (layout.annotations || []).forEach(function (note) {
        if (note.xref === "paper" && !note.moved && note.x === panels[i][0] && note.y === panels[i][1]) {
          note.x = 0;
          note.y = top;
          note.moved = true;
        }
      });
    }
    (layout.annotations || []).forEach(function (note) { delete note.moved; });
    layout.height = Math.max(layout.height || 0, 90 + 300 * panels.length);
    if (layout.legend && layout.legend.y > 1) layout.legend.y = 1 + 0.1 / panels.length;
  }

  function fitted(width) {
    var copy = JSON.parse(JSON.stringify(figure));
    var layout = copy.layout;
    delete layout.width;
    if (layout.title) {
      layout.title.text = wrapped(layout.title.text, width, 9);
      if (layout.title.subtitle) layout.title.subtitle.text = wrapped(layout.title.subtitle.text, width, 7);
    }
    if (width < 560) {
      layout.font.size = 12;
      layout.margin.r = 12;
      if (layout.legend && layout.legend.orientation !== "h") {
        layout.legend = Object.assign(layout.legend, { orientation: "h", x: 0, xanchor: "left", y: -0.08, yanchor: "top" });
      }
      var panels = layout.meta && layout.meta.panels;
      if (panels && panels.length > 1) stacked(layout, copy.data, panels);
    }
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
