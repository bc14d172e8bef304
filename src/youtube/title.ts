/** The title of a film, asked of YouTube itself (oEmbed), and only for pages that want that. */

const asked = new Map<string, Promise<string>>();

/** @returns the title, or an empty string when it cannot be had; asks once for each film */
export function fetchTitle(watchUrl: string): Promise<string> {
  let title = asked.get(watchUrl);
  if (!title) asked.set(watchUrl, title = ask(watchUrl));
  return title;
}

async function ask(watchUrl: string): Promise<string> {
  try {
    const response = await fetch(`https://www.youtube.com/oembed?format=json&url=${encodeURIComponent(watchUrl)}`, {
      credentials: 'omit', referrerPolicy: 'strict-origin-when-cross-origin', signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) return '';
    const { title } = await response.json() as { title?: unknown };
    return typeof title === 'string' ? title.trim().slice(0, 300) : '';
  } catch {
    // Another card, or a later visit, may try again.
    asked.delete(watchUrl);
    return '';
  }
}
