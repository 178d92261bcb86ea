// Shows in the page what has changed in its sources: https://github.com/bigskysoftware/idiomorph does the morphing.
(() => {
  "use strict";
  const page = JSON.parse(document.getElementById("byline-client").dataset.page);
  const host = document.createElement("byline-preview");
  const root = host.attachShadow({ mode: "open" });
  document.documentElement.append(host);
  const style = "<style>:host{all:initial}pre{position:fixed;inset:auto 0 0 0;max-height:70vh;overflow:auto;margin:0;padding:1rem;" +
    "background:#1b1b1bee;color:#fff;font:14px/1.4 monospace;z-index:2147483647;white-space:pre-wrap;border-top:4px solid #d33}" +
    "a{position:fixed;right:.5rem;bottom:.5rem;padding:.25rem .6rem;background:#1b1b1b;color:#fff;font:13px sans-serif;" +
    "z-index:2147483647;border-radius:1rem;text-decoration:none}</style>";
  const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

  const note = (told) => {
    const errors = told.fault ? [told.fault] : [];
    const concerns = (one) => one.is_error && (one.everywhere || one.file === page.source || page.status !== 200);
    errors.push(...(told.site.diagnostics || []).filter(concerns));
    const { errors: all, warnings } = told.site;
    let html = "";
    if (errors.length) html = `<pre role=alert>${escape(errors.map((one) => one.text).join("\n\n"))}</pre>`;
    else if (all + warnings) html = `<a href="/_byline/">${all} errors, ${warnings} warnings</a>`;
    root.innerHTML = html && style + html;
  };

  // What a morph cannot bring to life: scripts, and the head but for title, descriptions and style sheets.
  const fixed = (doc) => {
    const isFixed = (node) => !node.matches("title, meta, link[rel~=stylesheet], #byline-client");
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

  const update = async (told) => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected || page.status !== 200) return location.reload();
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (fixed(next) !== fixed(document)) return location.reload();
    await swapStyles(next);
    document.title = next.title;
    const media = (node) => node instanceof HTMLMediaElement && !node.paused;
    Idiomorph.morph(document.body, next.body, {
      ignoreActiveValue: true,
      restoreFocus: true,
      callbacks: {
        beforeNodeMorphed: (node, other) => !(media(node) && node.outerHTML === other.outerHTML),
        beforeAttributeUpdated: (name, node) => !(name === "open" && node.tagName === "DETAILS"),
      },
    });
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
    if (last !== null) refresh((told.site.written || []).filter((path) => !/\.(md|html|yaml)$/.test(path)));
    last = told.revision;
    note(told);
  };
  const events = new EventSource("/_byline/events?" + location.pathname);
  events.onmessage = (event) => {
    const told = JSON.parse(event.data);
    work = work.then(() => hear(told)).catch(() => {});
  };
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
