// Shows in the page what has changed in its sources: https://github.com/bigskysoftware/idiomorph does the morphing.
(() => {
  "use strict";
  const page = JSON.parse(document.getElementById("byline-client").dataset.page);
  const host = document.createElement("byline-preview");
  const root = host.attachShadow({ mode: "open" });
  document.documentElement.append(host);
  const style = `<style>
    :host { all: initial }
    * { font: 14px/1.45 system-ui, sans-serif }
    .overlay { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 70vh; overflow: auto; padding: 1rem; background: #1b1b1b; border-top: 4px solid #d33 }
    .corner { position: fixed; right: .5rem; bottom: .5rem; z-index: 2147483647; max-width: min(44rem, 95vw); display: grid; gap: .3rem; justify-items: end }
    summary, .note { padding: .25rem .7rem; border-radius: 1rem; background: #1b1b1b; color: #fff; cursor: pointer; text-decoration: none; list-style: none }
    details[open] > div { max-height: 60vh; overflow: auto; padding: .5rem; background: #1b1b1bee }
    button { display: block; width: 100%; margin: 0 0 .8rem; padding: 0; border: 0; background: none; color: #fff; text-align: start; cursor: pointer; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.4 ui-monospace, monospace }
    button:hover { text-decoration: underline }
    :focus-visible { outline: 2px solid #fff }
    .all { color: #9cf }
  </style>`;
  const escape = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  // The editor is opened by the server; where the author has named none, by the address that VS Code answers to.
  const edit = async (place) => {
    const answer = await fetch("/_byline/open", { method: "POST", body: JSON.stringify(place) });
    if (!answer.ok) return;
    const { url } = await answer.json();
    if (url) location.href = url;
  };
  root.addEventListener("click", (event) => {
    const place = event.target.closest("[data-file]")?.dataset;
    if (place) edit({ file: place.file, line: Number(place.line) });
  });
  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, dd, dt, pre, blockquote, figcaption";
  addEventListener("click", (event) => {
    const block = event.altKey && page.source && event.target.closest?.(BLOCKS);
    if (!block) return;
    event.preventDefault();
    edit({ file: page.source, words: block.textContent.slice(0, 400) });
  }, true);

  // Following: the key f switches it on and off; a changed article is then gone to, at the part that was edited.
  const FOLLOW = "byline-follow", EDITED = "byline-edited";
  const follows = () => sessionStorage.getItem(FOLLOW) === "yes";
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const goTo = (words) => {
    const block = words && [...document.querySelectorAll(BLOCKS)].find((one) => plain(one.textContent).startsWith(plain(words)));
    block?.scrollIntoView({ block: "center" });
  };
  addEventListener("keydown", (event) => {
    if (event.key !== "f" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    sessionStorage.setItem(FOLLOW, follows() ? "no" : "yes");
    offered = null;
    draw();
  });

  let shown = null;
  let offered = null;
  const entry = (one) => one.file ? `<button data-file="${escape(one.file)}" data-line="${one.line}">${escape(one.text)}</button>` : `<button disabled>${escape(one.text)}</button>`;
  const draw = () => {
    if (!shown) return;
    const { errors: count, warnings, diagnostics = [] } = shown.site;
    const concerns = (one) => one.is_error && (one.everywhere || one.file === page.source || page.status !== 200);
    const errors = [...(shown.fault ? [shown.fault] : []), ...diagnostics.filter(concerns)];
    if (errors.length) {
      root.innerHTML = `${style}<div class=overlay role=alert>${errors.map(entry).join("")}</div>`;
      return;
    }
    const open = root.querySelector("details")?.open ? " open" : "";
    const badge = count + warnings ? `<details${open}><summary>${plural(count, "error")}, ${plural(warnings, "warning")}</summary>
      <div>${diagnostics.map(entry).join("")}<a class=all href="/_byline/">Everything about this preview</a></div></details>` : "";
    const note = offered ? `<a class=note href="${escape(offered.href)}">Changed: ${escape(offered.title)}</a>` : "";
    const mode = follows() ? "<span class=note>Following edits: f ends it</span>" : "";
    const html = badge + note + mode;
    root.innerHTML = html && `${style}<div class=corner role=status>${html}</div>`;
  };
  const note = (told) => {
    shown = told;
    draw();
  };
  if (page.early) root.innerHTML = `${style}<div class=corner role=status><span class=note>As it was last built: the site is being read</span></div>`;

  // What a morph cannot bring to life: scripts, and the head but for title, style sheets and what only other programs read.
  const data = 'script[type="application/ld+json"], link:is([rel~=alternate], [rel=canonical])';
  const fixed = (doc) => {
    const isFixed = (node) => !node.matches(`title, meta, link[rel~=stylesheet], ${data}, #byline-client`);
    return [...doc.head.children, ...doc.body.querySelectorAll("script")].filter(isFixed).map((node) => node.outerHTML).join("\n");
  };

  const swapStyles = async (next) => {
    const sheets = (doc) => [...doc.querySelectorAll("link[rel~=stylesheet]")];
    const [old, fresh] = [sheets(document), sheets(next)];
    const hrefs = (links) => links.map((link) => link.getAttribute("href")).join("\n");
    if (hrefs(old) === hrefs(fresh)) return;
    const last = old[old.length - 1];
    await Promise.all(fresh.map((link) => new Promise((done) => {
      const copy = document.importNode(link, true);
      copy.onload = copy.onerror = done;
      last ? last.after(copy) : document.head.append(copy);
    })));
    old.forEach((link) => link.remove());
  };

  // What scripts of the page have added is in no version that was served: it stays where it is.
  let served = null;
  const isOfScripts = (node) => node.nodeType === 1 && served &&
    ![...served.getElementsByTagName(node.localName)].some((one) => one.textContent === node.textContent);
  const first = fetch(location.href, { headers: { accept: "text/html" }, cache: "force-cache" })
    .then((answer) => answer.text())
    .then((text) => { served = new DOMParser().parseFromString(text, "text/html"); })
    .catch(() => {});

  const update = async (told) => {
    await first;
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected || page.status !== 200) return location.reload();
    const text = await answer.text();
    const next = new DOMParser().parseFromString(text, "text/html");
    if (fixed(next) !== fixed(document)) return location.reload();
    await swapStyles(next);
    document.title = next.title;
    document.head.querySelectorAll(data).forEach((node) => node.remove());
    document.head.append(...[...next.head.querySelectorAll(data)].map((node) => document.importNode(node, true)));
    const media = (node) => node instanceof HTMLMediaElement && !node.paused;
    Idiomorph.morph(document.body, next.body, {
      ignoreActiveValue: true,
      restoreFocus: true,
      callbacks: {
        beforeNodeRemoved: (node) => !isOfScripts(node),
        beforeNodeMorphed: (node, other) => !(media(node) && node.outerHTML === other.outerHTML),
        beforeAttributeUpdated: (name, node) => !(name === "open" && node.tagName === "DETAILS"),
      },
    });
    served = new DOMParser().parseFromString(text, "text/html");
    page.print = told.print;
  };

  // A file of the page keeps its address: it is asked for anew.
  const refresh = (written) => {
    const names = written.map((path) => path.split("/").pop());
    const isNamed = (url) => names.includes(decodeURIComponent(new URL(url, location.href).pathname.split("/").pop()));
    const fresh = (url) => { const made = new URL(url, location.href); made.searchParams.set("byline", Date.now()); return made.href; };
    for (const image of document.images) if (isNamed(image.src)) image.src = fresh(image.src);
    for (const link of document.querySelectorAll("link[rel~=stylesheet]")) if (isNamed(link.href)) link.href = fresh(link.href);
  };

  let last = null;
  let work = Promise.resolve();
  const hear = async (told) => {
    if (told.print !== page.print && (told.print || page.status === 200)) await update(told);
    const { changed = [], edited } = told.site;
    if (last !== null && changed.length) {
      const isHere = changed.some((one) => one.source === page.source);
      offered = isHere ? null : changed[0];
      if (follows() && isHere) goTo(edited);
      if (follows() && !isHere) {
        sessionStorage.setItem(EDITED, edited ?? "");
        location.href = offered.href;
        return;
      }
    }
    if (last !== null) refresh((told.site.written || []).filter((path) => !/\.(md|html|yaml)$/.test(path)));
    last = told.revision;
    page.source ??= told.source;
    note(told);
  };
  if (follows()) {
    goTo(sessionStorage.getItem(EDITED));
    sessionStorage.removeItem(EDITED);
  }
  // A connection over which nothing has come for so long is dead: a beat comes every ten seconds.
  const SILENCE = 35000;
  let events;
  let silence;
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(() => { events.close(); listen(); }, SILENCE);
  };
  const listen = () => {
    events = new EventSource("/_byline/events?" + location.pathname);
    events.onopen = alive;
    events.addEventListener("beat", alive);
    events.onmessage = (event) => {
      alive();
      const told = JSON.parse(event.data);
      work = work.then(() => hear(told)).catch(() => {});
    };
    alive();
  };
  listen();
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
