import { parseInert } from './trusted-html.js';

/**
 * Puts structured data (schema.org, JSON-LD) in the page's head and returns what takes it out again. The element comes from the
 * inert parser, since a script that is filled by other means is reported under Trusted Types, even one that never runs. With every
 * `<` escaped the text cannot leave it.
 */
export function putJsonLd(data: object): () => void {
  const text = JSON.stringify({ '@context': 'https://schema.org', ...data }).replaceAll('<', '\\u003c');
  const script = parseInert(`<script type="application/ld+json">${text}</script>`).querySelector('script')!;
  document.head.append(script);
  return () => script.remove();
}

/** True when the page already describes itself with one of these types, in JSON-LD. */
export function hasJsonLd(types: string[]): boolean {
  return [...document.querySelectorAll('script[type="application/ld+json"]')].some((script) => {
    try {
      return holdsType(JSON.parse(script.textContent ?? ''), types);
    } catch {
      return false;
    }
  });
}

function holdsType(value: unknown, types: string[]): boolean {
  if (Array.isArray(value)) return value.some((each) => holdsType(each, types));
  if (typeof value !== 'object' || value === null) return false;
  const node = value as Record<string, unknown>;
  return [node['@type']].flat().some((type) => types.includes(String(type))) || holdsType(node['@graph'], types);
}
