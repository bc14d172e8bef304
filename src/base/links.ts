/** URLs from outside, and the page's own. */

/** An absolute http(s) URL without a user name in it, or undefined for anything else. */
export function safeUrl(url: string | null | undefined, base?: string): string | undefined {
  if (!url) return undefined;
  try {
    const parsed = new URL(url, base);
    return /^https?:$/.test(parsed.protocol) && !parsed.username && !parsed.password ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}

/** Where the page says it lives: its canonical link, else its address; without a fragment. */
export function canonicalUrl(): string {
  const link = document.querySelector<HTMLLinkElement>('link[rel~="canonical"][href]');
  const url = new URL(safeUrl(link?.href) ?? location.href);
  url.hash = '';
  return url.href;
}
