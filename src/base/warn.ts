const said = new Set<string>();

/** Tells a developer something once. The minified build leaves the calls out (rollup.config.mjs). */
export function warn(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn(`blog-elements: ${message}`);
}
