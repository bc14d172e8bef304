const told = new Set<string>();

/** A warning for developers, once each. The minified build leaves it out (rollup.config.mjs). */
export function warn(message: string): void {
  if (told.has(message)) return;
  told.add(message);
  console.warn(`blog-elements: ${message}`);
}
