/** Waits until the reader has come to an element. Loaded for stores that ask a stranger's host. */

export function seen(element: Element, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => { if (entries.some(({ isIntersecting }) => isIntersecting)) done(); });
    const done = (): void => { observer.disconnect(); resolve(); };
    signal.addEventListener('abort', done);
    observer.observe(element);
  });
}
