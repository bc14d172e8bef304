/** What the answers of blog systems look like from afar. */

/** True for one post or a list of them, as WordPress answers. */
export function isWordPress(value: unknown): boolean {
  const first = (Array.isArray(value) ? value[0] : value) as Record<string, { rendered?: unknown } | null> | undefined | null;
  return ['title', 'content'].some((field) => typeof first?.[field]?.rendered === 'string');
}

/** True for what Ghost answers, errors included. */
export function isGhost(value: unknown): boolean {
  const { posts, pages, errors } = (value ?? {}) as { posts?: object[]; pages?: object[]; errors?: { type?: string }[] };
  const [first] = [posts ?? pages ?? []].flat();
  return Boolean(first && ('html' in first || 'published_at' in first || 'uuid' in first)) || Boolean(Array.isArray(errors) && errors[0]?.type);
}
