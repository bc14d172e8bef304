/** A post as data: set `.post` to show it, read it to see what is shown; `reload()` loads it again. */
const viewer = document.getElementById('live');
const data = document.getElementById('data');
await customElements.whenDefined('blog-post');

document.getElementById('give-post').addEventListener('click', () => {
  viewer.post = {
    id: 'example',
    url: '/elements/post.html#data',
    headline: 'A post from data',
    articleBody: '<p>This text was set as <code>.post</code>. It went through the sanitizer, so <b onclick="alert(1)">this click</b> does nothing.</p>',
    datePublished: '2024-11-15',
    author: [{ name: 'Mirte Vossen' }],
    keywords: ['example'],
    inLanguage: 'en',
  };
});
document.getElementById('reload').addEventListener('click', () => viewer.reload());
viewer.addEventListener('blog-post-load', () => {
  data.textContent = JSON.stringify(viewer.post, (key, value) => (key === 'articleBody' ? `${String(value).slice(0, 80)}…` : value), 2);
});
