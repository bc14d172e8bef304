import { css } from 'lit';

/** The size before and after the upgrade is the same: what is here of ratio and margin is in blog-elements.css too. */
export default css`
  .frame { position: relative; display: grid; aspect-ratio: var(--blog-youtube-ratio, 16 / 9); border-radius: var(--_radius); background: #000; color: #fff; }
  /* What is out of view is not laid out. */
  .still { content-visibility: auto; }
  .short { aspect-ratio: 9 / 16; max-inline-size: 20rem; }
  img, iframe, .play, ::slotted([slot='poster']) {
    position: absolute; inset: 0; inline-size: 100%; block-size: 100%; border: 0; border-radius: inherit; object-fit: cover;
  }
  .play { padding: 0; background: none; cursor: pointer; }
  .play::before {
    content: ''; position: absolute; inset: 0; margin: auto; inline-size: 68px; block-size: 48px; border-radius: 8px;
    background: conic-gradient(from 240deg at 100% 50%, var(--_sign, #fff) 60deg, #0000 0) 27px 13px / 19px 22px no-repeat var(--_ground, rgb(0 0 0 / .8));
  }
  .play:hover { --_ground: #c00; }
  .play:focus-visible { outline-color: var(--blog-focus, #fff); outline-offset: -6px; box-shadow: inset 0 0 0 10px #000; }
  .caption { margin-block-start: .5em; }
  @media (forced-colors: active) { .play::before { --_sign: ButtonFace; --_ground: ButtonText; forced-color-adjust: none; } }
  @media print { button, iframe { display: none; } a::after, ::slotted(a)::after { content: ' (' attr(href) ')'; } }
`;
