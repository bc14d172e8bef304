/** URLs that come from outside, and the page's own. */

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

/** Query parameters that newsletters and advertisers add to a link; the page is the same without them. */
export const tracking = /^(utm_.*|\w*clk?id|[gw]braid|igsh(id)?|mc_[ce]id|_hs\w+|mkt_tok|(pk|mtm)_.*)$/i;

/** The page's own URL: its canonical link, else its address; without a fragment. */
export function canonicalUrl(): string {
  const link = document.querySelector<HTMLLinkElement>('link[rel~="canonical"][href]');
  const url = new URL(safeUrl(link?.href) ?? location.href);
  url.hash = '';
  return url.href;
}
