// Draws each figure; its static picture stays where drawing fails, and on paper.
(async () => {
  for (const figure of document.querySelectorAll(".figure > script")) {
    const { data, layout, config, frames } = JSON.parse(figure.textContent);
    const live = document.createElement("div");
    live.className = "live";
    figure.parentElement.append(live);
    try {
      await Plotly.newPlot(live, { data, frames, layout: { autosize: true, ...layout, width: undefined }, config: { ...config, responsive: true, displaylogo: false } });
      figure.parentElement.classList.add("drawn");
    } catch (error) {
      live.remove();
      console.error("A figure could not be drawn:", error);
    }
  }
  document.documentElement.dataset.figures = "drawn";
})();
