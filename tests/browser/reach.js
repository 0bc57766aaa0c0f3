// Questions about a page that somebody does not see, sees badly, or touches. Each answers with a list of what is wrong, in words.
// Set up once by the tests (`reach.rs`); nothing here knows this page in particular, apart from the skip link.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const HANDLES = "a[href], button, input, select, textarea, summary, [tabindex]";

  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const clipped = (e) => !!e.closest(".skip, .out-of-sight");
  const enabled = (e) => !e.matches(":disabled");
  const place = (e) => {
    const id = e.id ? "#" + e.id : e.getAttribute("class") ? "." + e.getAttribute("class").trim().split(/\s+/).join(".") : "";
    const near = e.closest("[data-path], [id]");
    return e.tagName.toLowerCase() + id + (near && near !== e ? " in " + (near.dataset.path || "#" + near.id) : "");
  };

  /// What is folded is to be looked at too.
  const unfold = () => all("details").forEach((it) => (it.open = true));
  const fold = () => all("details.menu").forEach((it) => (it.open = false));

  /// Every reference to an id leads to one element, and no id is there twice.
  const references = () => {
    const wrong = [], ids = all("[id]").map((e) => e.id);
    ids.forEach((id, i) => { if (ids.indexOf(id) !== i) wrong.push(`twice: ${id}`); });
    const known = new Set(ids);
    for (const e of all("*"))
      for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant", "aria-details", "aria-errormessage", "for", "list"])
        for (const id of (e.getAttribute(name) || "").split(/\s+/).filter(Boolean))
          if (!known.has(id)) wrong.push(`${place(e)}: ${name}=${id} leads nowhere`);
    for (const e of all("[marker-end], [marker-start], [fill^=url], [clip-path^=url]"))
      for (const { value } of e.attributes) {
        const id = (value.match(/^url\(#(.+)\)$/) || [])[1];
        if (id && !known.has(id)) wrong.push(`${place(e)}: ${value} leads nowhere`);
      }
    return wrong;
  };

  /// One heading of level one, and no level left out on the way down.
  const headings = () => {
    const wrong = [];
    let before = 0, first = 0;
    for (const e of all("h1, h2, h3, h4, h5, h6, [role=heading]").filter(shown)) {
      const level = Number(e.getAttribute("aria-level") || e.tagName[1]);
      if (level > before + 1) wrong.push(`“${e.textContent}” is of level ${level} after level ${before}`);
      if (!e.textContent.trim()) wrong.push(`${place(e)} is empty`);
      first += level === 1;
      before = level;
    }
    if (first !== 1) wrong.push(`${first} headings of level 1`);
    return wrong;
  };

  /// Pictures have a name or are hidden from those who listen.
  const pictures = () =>
    all("svg, img, canvas, [role=img]")
      .filter((e) => !e.closest("[aria-hidden=true]") && shown(e))
      .filter((e) => !(e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.getAttribute("alt")))
      .map((e) => `${place(e)} has neither a name nor aria-hidden`);

  // Colours, as painted.
  const sheet = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colours = new Map();
  const colour = (text) => {
    if (!colours.has(text)) {
      sheet.clearRect(0, 0, 1, 1);
      sheet.fillStyle = text;
      sheet.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = sheet.getImageData(0, 0, 1, 1).data;
      colours.set(text, [r, g, b, a / 255]);
    }
    return colours.get(text);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((c, i) => c * a + under[i] * (1 - a)).concat(1);
  const light = (c) => {
    const [r, g, b] = c.map((v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };

  /// The colour behind an element: what its ancestors paint, and within a picture the last shape that holds the middle of the words.
  const ground = (e) => {
    const layers = [];
    const svg = e.closest("svg");
    if (svg) {
      const style = getComputedStyle(e);
      if (e !== svg && style.paintOrder.startsWith("stroke") && parseFloat(style.strokeWidth) >= 3 && style.stroke !== "none") layers.push(colour(style.stroke));
      const box = e.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
      const behind = all("rect, circle", svg)
        .filter((s) => e.compareDocumentPosition(s) & Node.DOCUMENT_POSITION_PRECEDING && !s.closest("defs, [visibility=hidden]"))
        .filter((s) => { const b = s.getBoundingClientRect(); return b.left <= x && x <= b.right && b.top <= y && y <= b.bottom; });
      for (const s of behind.reverse()) {
        const { fill, fillOpacity, opacity } = getComputedStyle(s);
        if (fill === "none") continue;
        const [r, g, b, a] = colour(fill);
        layers.push([r, g, b, a * fillOpacity * opacity]);
      }
    }
    for (let p = svg || e; p; p = p.parentElement) layers.push(colour(getComputedStyle(p).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
  };

  /// Words fainter than 4.5 : 1 against what is behind them, 3 : 1 where they are large. Keys that cannot be pressed may be faint.
  const faint = () => {
    const wrong = new Map();
    let seen = 0;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const e = walk.currentNode.parentElement;
      if (!/[\p{L}\p{N}]/u.test(walk.currentNode.textContent) || !shown(e) || clipped(e) || e.closest(":disabled, script, style, title, noscript")) continue;
      seen += 1;
      const style = getComputedStyle(e);
      let opacity = 1;
      for (let p = e; p; p = p.parentElement) opacity *= getComputedStyle(p).opacity;
      const under = ground(e), [r, g, b, a] = colour(e.closest("svg") ? style.fill : style.color);
      const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 600);
      const found = contrast(over([r, g, b, a * opacity], under), under);
      if (found < (large ? 3 : 4.5)) wrong.set(place(e), `${place(e)} “${walk.currentNode.textContent.trim().slice(0, 24)}”: ${found.toFixed(2)} : 1`);
    }
    for (const e of all("input[type=text], select").filter((e) => shown(e) && enabled(e))) {
      seen += 1;
      const found = contrast(over(colour(getComputedStyle(e).color), ground(e)), ground(e));
      if (found < 4.5) wrong.set(place(e), `${place(e)} “${e.value}”: ${found.toFixed(2)} : 1`);
    }
    return { seen, wrong: [...wrong.values()] };
  };

  /// Controls within `root` that a finger of 44 by 44 pixels misses. Marks and dots in pictures are left out: the table behind each
  /// chart's key and the list of matters say and do the same.
  const small = (root, least) => {
    const wrong = [];
    let seen = 0;
    for (const e of all(HANDLES, root)) {
      if (!shown(e) || !enabled(e) || clipped(e) || e.closest("svg") || e.getAttribute("tabindex") === "-1") continue;
      seen += 1;
      e.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
      const label = e.labels && e.labels[0];
      const box = e.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2, r = least / 2 - 0.5;
      const hits = (dx, dy) => {
        const at = document.elementFromPoint(x + dx, y + dy);
        return !!at && (e.contains(at) || (!!label && label.contains(at)));
      };
      // A control at an edge is as good when the finger's square lies inwards.
      const extent = (dx, dy) => { let n = 0; while (n < least && hits(dx * (n + 0.5), dy * (n + 0.5))) n += 1; return n; };
      const width = hits(-r, 0) && hits(r, 0) ? least : extent(-1, 0) + extent(1, 0);
      const height = hits(0, -r) && hits(0, r) ? least : extent(0, -1) + extent(0, 1);
      if (Math.min(width, height) < least) wrong.push(`${place(e)} “${(e.innerText || e.value || "").trim().slice(0, 20)}”: ${width} × ${height}`);
    }
    return { seen, wrong };
  };

  /// Everything a keyboard must reach, in the order of the document; marks it so that `stop` can say which.
  const stops = () => {
    const found = all(HANDLES).filter((e) => shown(e) && enabled(e) && e.tabIndex >= 0);
    found.forEach((e, i) => (e.dataset.stop = i));
    return found.map(place);
  };

  /// Which of the stops has the focus, and whether that can be seen: by an outline of its own or its label's.
  const stop = () => {
    const e = document.activeElement;
    const lines = (it) => { const s = getComputedStyle(it); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 && contrast(over(colour(s.outlineColor), ground(it.parentElement)), ground(it.parentElement)) >= 3; };
    const seen = [e, ...(e.labels || [])].some((it) => lines(it) && it.getBoundingClientRect().width >= 4);
    return { at: e.dataset.stop === undefined ? null : Number(e.dataset.stop), what: place(e), seen };
  };

  window.reach = { unfold, fold, references, headings, pictures, faint, small, stops, stop };
})();
