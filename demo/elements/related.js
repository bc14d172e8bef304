/** `.posts` takes the posts as data; `.items` says what is shown, and why. */
const related = document.getElementById('live');
const items = document.getElementById('items');
await customElements.whenDefined('blog-related');

document.getElementById('give-posts').addEventListener('click', async () => {
  const feed = await (await fetch('/feed.json')).json();
  related.posts = feed.items.map(({ id, url, title, summary, tags, language, date_published, authors }) => ({
    id,
    url: new URL(url, location.href).href,
    headline: title,
    description: summary,
    keywords: tags,
    inLanguage: language,
    datePublished: date_published,
    author: authors,
  }));
});
related.addEventListener('blog-related-load', () => {
  items.textContent = JSON.stringify(related.items, (key, value) => (key === 'articleBody' ? undefined : value), 2);
});
