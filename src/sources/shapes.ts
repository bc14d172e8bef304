/** What the answers of blog systems look like from afar. */

/** True for one post or a list of them, as WordPress answers. */
export function isWordPress(value: unknown): boolean {
  const first = (Array.isArray(value) ? value[0] : value) as Record<string, { rendered?: unknown } | null> | undefined | null;
  return ['title', 'content'].some((field) => typeof first?.[field]?.rendered === 'string');
}

/** True for what Ghost answers, errors included. */
export function isGhost(value: unknown): boolean {
  const { posts, pages, errors } = (value ?? {}) as { posts?: unknown; pages?: unknown; errors?: { type?: string }[] };
  const [first] = [posts ?? pages].flat();
  return (typeof first === 'object' && first !== null && ['html', 'published_at', 'uuid'].some((field) => field in first)) || Boolean(Array.isArray(errors) && errors[0]?.type);
}
