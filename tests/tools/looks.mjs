// What is looked for in a page: each function is run in the page and knows nothing of what stands around it.

/** Elements that stand out of the page at one of its sides, beyond what scrolls by itself. */
export function overflowing() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const isBeyond = ({ left, right }) => right > width + 1 || left < -1;
  const beyond = [...document.body.querySelectorAll('*')].filter((one) => isBeyond(one.getBoundingClientRect()));
  return `is ${document.documentElement.scrollWidth} px wide in a window of ${width}: ${beyond.slice(0, 3).map((one) => one.outerHTML.slice(0, 80)).join(' | ')}`;
}

/** Begins to note how much the layout shifts. */
export function watchShifts() {
  window.shifted = [];
  new PerformanceObserver((list) => window.shifted.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
}

/** What has shifted since the page began to load, with the browser's score of each shift. */
export function shifts() {
  const place = ({ left, top, width, height }) => [left, top, width, height].map(Math.round).join(' ');
  const moved = ({ node, previousRect, currentRect }) =>
    `${(node?.outerHTML ?? node?.data ?? 'something gone').slice(0, 60)} from ${place(previousRect)} to ${place(currentRect)}`;
  return window.shifted.map(({ value, sources }) => `shifts its layout by ${value.toFixed(5)}: ${sources.slice(0, 3).map(moved).join('; ')}`);
}

/** The text that a page shows, without that of buttons. */
export function text() {
  const buttons = [...document.querySelectorAll('button')].map((button) => button.closest('li') ?? button);
  buttons.forEach((one) => { one.style.display = 'none'; });
  const shown = document.body.innerText.replace(/\s+/g, ' ').trim();
  buttons.forEach((one) => { one.style.display = ''; });
  return shown;
}

/** Notes what the keyboard has to reach; returns how much that is. */
export function focusable() {
  const all = document.querySelectorAll('a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex]');
  window.wanted = [...all].filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility());
  return window.wanted.length;
}

/** Notes every element that gets the focus, and whether that is seen. */
export function recordFocus() {
  window.reached = [];
  const isSeen = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && ((outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none');
  };
  document.addEventListener('focusin', ({ target }) => window.reached.push({ element: target, isSeen: isSeen(target) }));
  document.activeElement?.blur();
  window.scrollTo(0, 0);
}

/** What a printed page shows and should not: furniture, and links of the text that do not say where they lead. */
export function printed() {
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true });
  const furniture = [...document.querySelectorAll('nav, button, form, iframe, video, audio')].filter(isShown);
  const links = [...document.querySelectorAll('main article [href^="http"]')].filter((one) => one.matches('a') && !one.closest('aside, nav, header, h2, h3') && isShown(one));
  const silent = links.filter((one) => !getComputedStyle(one, '::after').content.includes(one.getAttribute('href')));
  return [
    ...furniture.map((one) => `prints furniture: ${one.outerHTML.slice(0, 100)}`),
    ...silent.map((one) => `prints a link without its address: ${one.outerHTML.slice(0, 100)}`),
  ];
}
