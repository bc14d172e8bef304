import { parseInert } from './trusted-html.js';

/** Structured data (schema.org, JSON-LD) in the page's head. */

/**
 * Adds structured data and returns what removes it again. The element comes from the inert parser, since a script that is filled
 * by other means is reported under Trusted Types, even one that never runs. With every `<` escaped, the text cannot end the element.
 */
export function putJsonLd(data: object): () => void {
  const text = JSON.stringify({ '@context': 'https://schema.org', ...data }).replaceAll('<', '\\u003c');
  const script = parseInert(`<script type="application/ld+json">${text}</script>`).querySelector('script');
  if (script) document.head.append(script);
  return () => script?.remove();
}

/** True when the page holds structured data of one of these types. */
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
  const { '@type': type, '@graph': graph }: { '@type'?: unknown; '@graph'?: unknown } = value;
  return [type].flat().some((each) => types.includes(String(each))) || holdsType(graph, types);
}
