/** URLs in foreign HTML. Each is resolved by the browser's own parser and written back as that parser read it. */

/** For links: the web, mail and telephone. */
export function safeLink(value: string, base: string): string | undefined {
  return resolve(value, base, /^(https?|mailto|tel):$/);
}

/** For media, frames and citations. */
export function safeWebUrl(value: string, base: string): string | undefined {
  return resolve(value, base, /^https?:$/);
}

/** For pictures: the web, or a raster picture in the URL itself. SVG can link and embed. */
export function safeImage(value: string, base: string): string | undefined {
  const url = resolve(value, base, /^(https?|data):$/);
  return url?.startsWith('data:') && !/^data:image\/(png|gif|jpe?g|webp|avif);base64,[\w+/=%]*$/i.test(url) ? undefined : url;
}

/** The candidates of a `srcset` that are safe; long ones are left out, the picture has its `src`. */
export function safeSourceSet(value: string, base: string): string | undefined {
  if (value.length > 8192) return undefined;
  const safe: string[] = [];
  for (const [, url, descriptor] of value.matchAll(/(?<=^|\s|\s[\d.]+[wxh]\s*,)(\S*[^\s,])(?:,?\s*$|,\s|\s+([\d.]+[wxh])\s*(?:,|$))/g)) {
    const resolved = url && safeWebUrl(url.replace(/^,+/, ''), base);
    // A comma or a space in the URL would start another candidate.
    if (resolved && !/,$|\s/.test(resolved)) safe.push(descriptor ? `${resolved} ${descriptor}` : resolved);
  }
  return safe.length ? safe.join(', ') : undefined;
}

/** A picture that nobody can see is there to count readers. */
export function isTrackingPixel(image: Element): boolean {
  const tiny = (name: string) => /^\s*[01](px)?\s*$/.test(image.getAttribute(name) ?? '');
  return tiny('width') || tiny('height')
    || /(^|;)\s*((width|height)\s*:\s*[01](px)?\s*(;|!|$)|display\s*:\s*none|visibility\s*:\s*hidden)/i.test(image.getAttribute('style') ?? '')
    || /^(https?:)?\/\/(pixel\.wp\.com|stats\.wordpress\.com|pixel\.|feeds\.feedburner\.com\/~[rf]|[^/]*doubleclick\.net|www\.facebook\.com\/tr\b|www\.google-analytics\.com)/i.test(image.getAttribute('src')?.trim() ?? '');
}

function resolve(value: string, base: string, schemes: RegExp): string | undefined {
  // An empty address would be the page itself.
  if (!value.trim()) return undefined;
  try {
    const url = new URL(value, base);
    // A name and password in front of the host are there to deceive.
    return schemes.test(url.protocol) && !url.username && !url.password ? url.href : undefined;
  } catch {
    return undefined;
  }
}
