/** What the answers of blog systems look like from afar. */

/** True for one post or a list of them, as WordPress answers. */
export function isWordPress(value: unknown): boolean {
  const first = (Array.isArray(value) ? value[0] : value) as { title?: object | null } | undefined | null;
  return typeof first?.title === 'object' && first.title !== null && 'rendered' in first.title;
}

/** True for what Ghost answers, errors included. */
export function isGhost(value: unknown): boolean {
  const { posts, pages, errors } = (value ?? {}) as { posts?: object[]; pages?: object[]; errors?: { type?: string }[] };
  const [first] = [posts ?? pages ?? []].flat();
  return Boolean(first && ('html' in first || 'published_at' in first || 'uuid' in first)) || Boolean(Array.isArray(errors) && errors[0]?.type);
}
