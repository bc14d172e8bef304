/** The card's methods, and the agreement that serves all cards of a page. */
const card = document.getElementById('live');
const now = document.getElementById('now');
await customElements.whenDefined('blog-youtube');
const Card = customElements.get('blog-youtube');

const actions = {
  play: () => card.play(),
  pause: () => card.pause(),
  stop: () => card.stop(),
  seek: () => card.seekTo(30),
  grant: () => Card.grantConsent(),
  revoke: () => Card.revokeConsent(),
};
for (const button of document.querySelectorAll('[data-do]')) button.addEventListener('click', () => actions[button.dataset.do]());

for (const name of ['blog-youtube-play', 'blog-youtube-pause', 'blog-youtube-ended', 'blog-youtube-timeupdate']) {
  card.addEventListener(name, () => {
    now.textContent = `currentTime ${Math.round(card.currentTime)} · duration ${card.duration} · paused ${card.paused} · ended ${card.ended}`;
  });
}
