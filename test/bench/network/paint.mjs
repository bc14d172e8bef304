/**
 * Runs inside the page, before anything else: calls `window.reportPaint(milliseconds since navigation)` when the element that is
 * waited for has been painted. Every animation frame looks for it; a message posted in a frame arrives after that frame's paint.
 *
 * Element timing would see text in the page's own DOM only, and paint timing the fallback content too: so this, for every side.
 */
export function watchForPaint(targets) {
  const waiting = new Set(targets);

  /** The element itself or one in its shadow trees. */
  function findAll(root, selector) {
    const found = [...root.querySelectorAll(selector)];
    for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) found.push(...findAll(shadowRoot, selector));
    return found;
  }

  function isOnScreen(element) {
    const { width, height, top, bottom } = element.getBoundingClientRect();
    if (width === 0 || height === 0 || top >= innerHeight || bottom <= 0) return false;
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  }

  /** The elements that a target waits for, before the browser has laid them out. */
  function findPresent({ host, inside, empty }) {
    const holder = document.querySelector(host);
    if (!holder) return [];
    const found = [...findAll(holder, inside), ...(holder.shadowRoot ? findAll(holder.shadowRoot, inside) : [])];
    return found.filter((element) => empty || element.textContent.trim() || element.shadowRoot);
  }

  /** What is in the page before a frame is painted, and on screen after it: then the browser has decided what of `content-visibility: auto` it draws. */
  function look() {
    const present = new Map([...waiting].map((target) => [target, findPresent(target)]));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      for (const [target, elements] of present) if (elements.some(isOnScreen)) waiting.delete(target);
      if (waiting.size) requestAnimationFrame(look);
      else window.reportPaint(String(performance.now()));
    };
    port2.postMessage('painted');
  }
  requestAnimationFrame(look);
}
