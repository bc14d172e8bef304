import { css } from 'lit';

/** The size before and after the upgrade is the same: the ratio and margin here are in blog-elements.css too. */
export default css`
  .frame { position: relative; display: grid; aspect-ratio: var(--blog-youtube-ratio, 16 / 9); border-radius: var(--_radius); background: #000; color: #fff; }
  /* What has not been in view yet is not laid out. */
  .still { content-visibility: auto; }
  .short { aspect-ratio: 9 / 16; max-inline-size: 20rem; }
  img, iframe, .play, ::slotted([slot='poster']) {
    position: absolute; inset: 0; inline-size: 100%; block-size: 100%; border: 0; border-radius: inherit; object-fit: cover;
  }
  .play { background: none; cursor: pointer; }
  /* It is on a picture, so it has its own colors whatever colors are forced. */
  .play::before {
    content: ''; position: absolute; inset: calc(50% - 24px) calc(50% - 34px); border-radius: inherit; forced-color-adjust: none;
    background: conic-gradient(from 240deg at 100%, #fff 60deg, #0000 0) 25px 12px / 20px 24px no-repeat var(--_ground, #000c);
  }
  .play:hover { --_ground: #c00; }
  .play:focus-visible { outline-color: var(--blog-focus, #fff); outline-offset: -6px; box-shadow: inset 0 0 0 10px #000; }
  .play[data-length]::after {
    content: attr(data-length); position: absolute; inset-block-end: .5em; inset-inline-end: .5em; padding-inline: .3em;
    border-radius: 3px; background: rgb(0 0 0 / .8); font-size: .875em;
  }
  .caption { margin-block-start: .5em; }
  [part=meta] { display: block; color: var(--blog-muted, color-mix(in srgb, currentColor 75%, transparent)); }
  @media print { button, iframe { display: none; } a::after, ::slotted(a)::after { content: ' (' attr(href) ')'; } }
`;
