/** Someone who followed a link to a place within a post arrives there, though the post comes after the page. */

export function arriveAtHash(article: Element): void {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id); } catch { /* as it stands */ }
  if (!id) return;
  const target = ['', 'post-'].map((prefix) => document.getElementById(prefix + id)).find((element) => element && article.contains(element));
  if (!target) return;
  openFolds(target);
  target.scrollIntoView();
}

export function openFolds(target: Element): void {
  for (let fold = target.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
}
