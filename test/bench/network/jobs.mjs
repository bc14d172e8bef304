/** What is measured: six first views, each with the page that asks for it, what counts as seen, and a peer beside it. */
import { articleOf, jsonFeed } from '../samples/feed.mjs';

const [current] = jsonFeed().items;
const article = articleOf(current);

/** Waline as lean as it goes: nothing that it would fetch besides the comments. */
const waline = {
  name: '@waline/client',
  head: '<link rel="stylesheet" href="/waline/waline.css">',
  script: `<script type="module">import { init } from '/waline/waline.js';
init({
  el: '#waline', serverURL: location.origin + '/waline-api', path: '/t', lang: 'en', emoji: false, search: false, imageUploader: false,
  pageview: false, comment: false, reaction: false, login: 'disable', noCopyright: true,
});</script>`,
  body: '<div id="waline"></div>',
  seen: { host: '#waline', inside: '.wl-card-item' },
};

const liteYoutube = {
  name: 'lite-youtube-embed',
  head: '<link rel="stylesheet" href="/peers/lite-yt-embed.css">',
  script: '<script type="module" src="/peers/lite-yt-embed.js"></script>',
  body: '<lite-youtube videoid="bench000001" title="Video number 1"></lite-youtube>',
  seen: { host: 'lite-youtube', inside: '.lyt-playbtn', empty: true },
};

const zeroMd = {
  name: 'zero-md',
  head: '',
  script: '<script type="module" src="/peers/zero-md.js"></script>',
  body: '<zero-md src="/post.md"></zero-md>',
  seen: { host: 'zero-md', inside: 'h1' },
};

/**
 * - `file`: the element's own script; `preload`: the heading in docs/preload.md that has its lines.
 * - `lang`: the card and the control need no words to be drawn, so their pages are in a language that has to be loaded.
 * - `data`: the request for data; `dataRequests`: how many of them a visit makes.
 * - `steps`, `preloadedSteps`: the most serial steps, by `blog-elements.js` and with script and data preloaded.
 * - `bytes`: the scripts, in bytes of brotli, that the first view by `blog-elements.js` asked for until it was painted, as measured
 *   on 1 December 2026, before that view was made faster. They size the script of the ideal and stay as they are: else a bigger
 *   library would have a slower ideal.
 */
export const jobs = [
  {
    name: 'comments-rest',
    title: 'Comments, `rest`',
    file: 'comments.js',
    preload: 'Comments (`rest`)',
    bytes: 33_995,
    steps: 3,
    preloadedSteps: 2,
    data: /^\/comments$/,
    dataRequests: 1,
    isComments: true,
    peer: waline,
    body: '<blog-comments src="/comments" thread="/t"></blog-comments>',
    seen: { host: 'blog-comments', inside: 'article' },
  },
  {
    name: 'comments-wordpress',
    title: 'Comments, WordPress',
    file: 'comments.js',
    preload: 'Comments of WordPress',
    bytes: 49_393,
    steps: 4,
    preloadedSteps: 3,
    data: /^\/wp-json\/wp\/v2\/comments$/,
    dataRequests: 2,
    isComments: true,
    peer: waline,
    body: '<blog-comments store="wordpress" src="/wp-json" thread="412"></blog-comments>',
    seen: { host: 'blog-comments', inside: 'article' },
  },
  {
    name: 'related',
    title: 'Related posts, JSON Feed',
    file: 'related.js',
    preload: 'Related posts',
    bytes: 33_189,
    steps: 3,
    preloadedSteps: 2,
    data: /^\/feed\.json$/,
    dataRequests: 1,
    body: `<blog-related src="/feed.json"></blog-related>${article}`,
    seen: { host: 'blog-related', inside: 'li a' },
    head: `<link rel="canonical" href="${current.url}">`,
  },
  {
    name: 'markdown',
    title: 'Markdown post',
    file: 'post.js',
    preload: 'A post in Markdown',
    bytes: 52_529,
    steps: 4,
    preloadedSteps: 3,
    data: /^\/post\.md$/,
    dataRequests: 1,
    peer: zeroMd,
    body: '<blog-post src="/post.md"></blog-post>',
    seen: { host: 'blog-post', inside: 'h1, h2' },
  },
  {
    name: 'video',
    title: 'Video card, Dutch page',
    file: 'youtube.js',
    preload: 'Video card',
    lang: 'nl',
    bytes: 30_619,
    steps: 3,
    dataRequests: 0,
    peer: liteYoutube,
    body: '<blog-youtube><a href="https://www.youtube.com/watch?v=bench000001">Video number 1</a></blog-youtube>',
    seen: { host: 'blog-youtube', inside: 'button', empty: true },
  },
  {
    name: 'text-size',
    title: 'Text size, Dutch page',
    file: 'text-size.js',
    preload: 'Text size',
    lang: 'nl',
    bytes: 28_479,
    steps: 3,
    dataRequests: 0,
    body: `<blog-text-size></blog-text-size>${article}`,
    seen: { host: 'blog-text-size', inside: 'button', empty: true },
  },
];

/** A page's own article reads well without the script: seen when the reading time or the contents are. Measured for its bytes only. */
export const inlinePost = {
  name: 'post',
  title: 'Post in the page',
  file: 'post.js',
  body: `<blog-post toc reading-time>${article}</blog-post>`,
  seen: { host: 'blog-post', inside: '[part~="reading-time"], [part~="contents"]' },
};
