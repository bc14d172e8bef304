/** Resolves when an element comes into view, or when `signal` is aborted. */
export function whenVisible(element: Element, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      observer.disconnect();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) finish();
    });
    signal.addEventListener('abort', finish);
    if (signal.aborted) finish();
    else observer.observe(element);
  });
}
