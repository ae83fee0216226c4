/* The reader's choice of light or dark, before the page is painted: what was chosen
   here, else what the system prefers. */
(() => {
  const kept = __md_get("__palette");
  const wanted = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const color =
    kept && kept.color && kept.color.media !== "(prefers-color-scheme)"
      ? kept.color
      : { scheme: wanted === "dark" ? "slate" : "default" };
  document.body.setAttribute("data-md-color-scheme", color.scheme);
})();
