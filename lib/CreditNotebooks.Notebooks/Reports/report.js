// Draws each figure; its static picture stays where drawing fails, and on paper.
for (const place of document.querySelectorAll(".figure[data-figure]")) {
  try {
    drawFigure(place.dataset.figure, JSON.parse(place.querySelector("script").textContent));
  } catch (error) {
    console.error("A figure could not be drawn:", error);
  }
}
document.documentElement.dataset.figures = "drawn";
